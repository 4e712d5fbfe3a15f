package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class UpdateKernelsTest extends KernelCase {

  private static final NumberType F32 = NumberType.F32;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.Sgd.of(0.1),
        Optimizer.Sgd.of(0.1).weightDecay(0.05),
        Optimizer.Sgd.of(0.05).momentum(0.9).weightDecay(0.01),
        Optimizer.Sgd.of(0.05).momentum(0.9).nesterov().weightDecay(0.01),
        Optimizer.Adam.of(0.01),
        Optimizer.Adam.of(0.01).weightDecay(0.1),
        Optimizer.AdamW.of(0.01).weightDecay(0.3));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void severalStepsFollowTheFormulas(Optimizer optimizer) {
    int count = 4 * whole(1, 700);
    double[] w = numbers(F32, count);
    double[][] slots = new double[optimizer.slots()][count];
    HostArray weights = HostArray.of(F32, w);
    HostArray shadow = HostArray.of(NumberType.BF16, (long) count);
    List<Place> places = new ArrayList<>();
    for (double[] slot : slots) {
      places.add(HostArray.of(F32, slot));
    }
    for (int step = 1; step <= 3; step++) {
      double[] g = numbers(F32, count);
      double rate = 0.1 / step;
      double scale = 0.25;
      for (int i = 0; i < count; i++) {
        w[i] = twin(optimizer, w[i], scale * g[i], rate, step, slots, i);
      }
      HostArray hyper =
          HostArray.floats(
              rate, scale, 1 / (1 - Math.pow(0.9, step)), 1 / (1 - Math.pow(0.999, step)));
      Place copy = step == 2 ? Argument.NOWHERE : shadow;
      host.launch(
          UpdateKernels.update(
              optimizer, count, weights, places, HostArray.of(F32, g), copy, hyper));
    }
    assertClose(w, weights.check().numbers(F32), 2e-5, 1e-5, optimizer::toString);
    for (int s = 0; s < slots.length; s++) {
      assertClose(
          slots[s], ((HostArray) places.get(s)).check().numbers(F32), 1e-5, 1e-6, () -> "a slot");
    }
    double[] rounded = new double[count];
    for (int i = 0; i < count; i++) {
      rounded[i] = HostArray.rounded(NumberType.BF16, weights.get(F32, i));
    }
    assertClose(rounded, shadow.check().numbers(NumberType.BF16), 0, 0, () -> "the shadow");
  }

  /** One number's step in float64; the slots move along. */
  private static double twin(
      Optimizer optimizer, double w, double g, double rate, int step, double[][] slots, int i) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      double d = g + sgd.weightDecay() * w;
      if (sgd.momentum() == 0) {
        return w - rate * d;
      }
      slots[0][i] = sgd.momentum() * slots[0][i] + d;
      boolean ahead = sgd.kind() == Optimizer.Momentum.NESTEROV;
      return w - rate * (ahead ? d + sgd.momentum() * slots[0][i] : slots[0][i]);
    }
    if (optimizer instanceof Optimizer.Adam adam) {
      return adam(w, g + adam.weightDecay() * w, rate, step, slots, i);
    }
    double decay = ((Optimizer.AdamW) optimizer).weightDecay();
    return adam(w - rate * decay * w, g, rate, step, slots, i);
  }

  private static double adam(double w, double g, double rate, int step, double[][] slots, int i) {
    slots[0][i] = 0.9 * slots[0][i] + 0.1 * g;
    slots[1][i] = 0.999 * slots[1][i] + 0.001 * g * g;
    double first = slots[0][i] / (1 - Math.pow(0.9, step));
    double second = slots[1][i] / (1 - Math.pow(0.999, step));
    return w - rate * first / (Math.sqrt(second) + 1e-8);
  }

  @Test
  void clippingHoldsTheNormOfTheMeanUnderItsBound() {
    for (int count : new int[] {4, 1024, 40_000}) {
      double[] g = numbers(F32, count);
      double norm = Math.sqrt(java.util.Arrays.stream(g).map(v -> v * v).sum());
      for (double bound : new double[] {norm / 10, norm * 10}) {
        float mean = 0.25f;
        HostArray hyper = HostArray.floats(0.1, mean, 8, 9);
        HostArray scratch = HostArray.bytes(UpdateKernels.clipScratch(count));
        host.launch(UpdateKernels.clip(count, bound, HostArray.of(F32, g), scratch, hyper));
        double expected = mean * new Gradients(bound, 1).clipScale(norm * mean);
        assertEquals(expected, hyper.check().get(F32, 1), 1e-6 * expected);
        assertEquals(0.1f, hyper.get(F32, 0));
        assertEquals(8, hyper.get(F32, 2));
        scratch.check();
      }
    }
  }

  @Test
  void aGradientThatIsNotANumberIsNotClippedAway() {
    HostArray hyper = HostArray.floats(0.1, 7, 8, 9);
    host.launch(
        UpdateKernels.clip(4, 1, HostArray.floats(1, 2, Double.NaN, 4), HostArray.bytes(8), hyper));
    assertEquals(Double.NaN, hyper.get(F32, 1));
  }

  @Test
  void gradientsAddUpAndWeightsHaveAShadow() {
    int count = 4 * whole(1, 600);
    double[] g = numbers(F32, count);
    double[] sum = numbers(F32, count);
    double[] expected = new double[count];
    double[] rounded = new double[count];
    for (int i = 0; i < count; i++) {
      expected[i] = (float) (g[i] + sum[i]);
      rounded[i] = HostArray.rounded(NumberType.BF16, g[i]);
    }
    HostArray sums = HostArray.of(F32, sum);
    HostArray shadow = HostArray.of(NumberType.BF16, (long) count);
    host.launch(UpdateKernels.accumulate(count, HostArray.of(F32, g), sums));
    host.launch(UpdateKernels.shadow(count, HostArray.of(F32, g), shadow));
    assertClose(expected, sums.check().numbers(F32), 0, 0, () -> "the sum");
    assertClose(rounded, shadow.check().numbers(NumberType.BF16), 0, 0, () -> "the shadow");
  }

  @Test
  void anArrayThatIsNotAMultipleOfFourLongIsRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> UpdateKernels.accumulate(6, Argument.NOWHERE, Argument.NOWHERE));
    assertEquals(
        "Flat arrays must be a multiple of 4 numbers long, but one has 6", refused.getMessage());
  }
}
