package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.vgg4j.tensor.DropoutMask;
import io.github.vgg4j.tensor.RandomStreams;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ElementKernelsTest extends KernelCase {

  private static final int[] COUNTS = {1, 7, 8, 31, 1000, 4096};

  @ParameterizedTest
  @EnumSource
  void reluKeepsWhatIsAboveZero(NumberType type) {
    for (int count : COUNTS) {
      double[] x = numbers(type, count);
      double[] expected = new double[count];
      for (int i = 0; i < count; i++) {
        expected[i] = Math.max(x[i], 0);
      }
      HostArray from = HostArray.of(type, x);
      HostArray to = HostArray.of(type, (long) count);
      host.launch(ElementKernels.relu(type, count, from, to));
      assertClose(expected, to.check().numbers(type), 0, 0, () -> count + " numbers");
      host.launch(ElementKernels.relu(type, count, from, from));
      assertClose(expected, from.check().numbers(type), 0, 0, () -> count + " in place");
    }
  }

  @ParameterizedTest
  @EnumSource
  void reluLeavesNotANumberToBeSeen(NumberType type) {
    HostArray x = HostArray.of(type, 1, Double.NaN, -1);
    host.launch(ElementKernels.relu(type, 3, x, x));
    assertArrayEquals(new double[] {1, Double.NaN, 0}, x.numbers(type));
  }

  @ParameterizedTest
  @EnumSource
  void theGradientOfReluIsScaledWhereTheOutputIsAboveZero(NumberType type) {
    for (int count : COUNTS) {
      double[] y = ties(count);
      double[] dy = numbers(type, count);
      double[] expected = new double[count];
      for (int i = 0; i < count; i++) {
        expected[i] = y[i] > 0 ? HostArray.rounded(type, dy[i] * 1.25) : 0;
      }
      HostArray to = HostArray.of(type, dy);
      host.launch(ElementKernels.reluBack(type, count, HostArray.of(type, y), 1.25f, to));
      assertClose(expected, to.check().numbers(type), 0, 0, () -> count + " numbers");
    }
  }

  @ParameterizedTest
  @EnumSource
  void dropoutDrawsTheMaskThatEveryEngineDraws(NumberType type) {
    for (double rate : new double[] {0, 0.5, 0.3, 0.999}) {
      for (int count : COUNTS) {
        long seed = random.nextLong();
        int layer = whole(0, 40);
        long step = random.nextLong(1L << 31);
        double[] x = numbers(type, count);
        float[] mask = mask(seed, layer, rate, step, count);
        double[] expected = new double[count];
        for (int i = 0; i < count; i++) {
          expected[i] = HostArray.rounded(type, mask[i] * (float) x[i]);
        }
        HostArray to = HostArray.of(type, x);
        host.launch(
            ElementKernels.dropout(type, count, rate, seed, layer, HostArray.longs(step), to));
        assertClose(expected, to.check().numbers(type), 0, 0, () -> rate + " of " + count);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMaskOfAMapCountsItsNumbersChannelsFirst(NumberType type) {
    for (MapShape shape : new MapShape[] {new MapShape(2, 3, 5, 7), new MapShape(1, 4, 4, 16)}) {
      long seed = random.nextLong();
      double[] x = numbers(type, shape.elements());
      float[] mask = mask(seed, 3, 0.4, 17, x.length);
      double[] expected = new double[x.length];
      int plain = 0;
      for (int image = 0; image < shape.images(); image++) {
        for (int channel = 0; channel < shape.channels(); channel++) {
          for (int pixel = 0; pixel < shape.height() * shape.width(); pixel++) {
            int row = image * shape.height() * shape.width() + pixel;
            int at = row * shape.channels() + channel;
            expected[at] = HostArray.rounded(type, mask[plain++] * (float) x[at]);
          }
        }
      }
      HostArray to = HostArray.of(type, x);
      host.launch(ElementKernels.dropout(type, shape, 0.4, seed, 3, HostArray.longs(17), to));
      assertClose(expected, to.check().numbers(type), 0, 0, shape::toString);
    }
  }

  private static float[] mask(long seed, int layer, double rate, long step, int count) {
    FloatBuffer mask = FloatBuffer.allocate(count);
    new DropoutMask(new RandomStreams(seed), layer, rate).fill(step, mask, count);
    return mask.array();
  }

  @Test
  void aCastRoundsToNearestAndOfTwoEquallyNearToEven() {
    double[] x = {1, 1 + 0x1p-8, 1 + 3 * 0x1p-8, -1 - 0x1.8p-8, 0x1.fffffep127, Double.NaN, 1e-40};
    HostArray to = HostArray.of(NumberType.BF16, (long) x.length);
    host.launch(
        ElementKernels.cast(NumberType.F32, NumberType.BF16, x.length, HostArray.floats(x), to));
    double[] expected = {
      1, 1, 1 + 0x1p-6, -1 - 0x1p-7, Double.POSITIVE_INFINITY, Double.NaN, 0x1p-133
    };
    assertArrayEquals(expected, to.check().numbers(NumberType.BF16));
  }

  @Test
  void aCastToMoreDigitsChangesNothing() {
    for (int count : COUNTS) {
      double[] x = numbers(NumberType.BF16, count);
      HostArray to = HostArray.of(NumberType.F32, (long) count);
      host.launch(
          ElementKernels.cast(
              NumberType.BF16, NumberType.F32, count, HostArray.of(NumberType.BF16, x), to));
      assertClose(x, to.check().numbers(NumberType.F32), 0, 0, () -> count + " numbers");
    }
  }
}
