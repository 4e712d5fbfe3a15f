package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LossKernelsTest extends KernelCase {

  @ParameterizedTest
  @EnumSource
  void lossHitsAndGradientAreThoseOfTheFormula(NumberType type) {
    check(type, 1, 2, 1);
    check(type, 7, 10, 1);
    check(type, 64, 33, 30);
    check(type, 300, 1000, 5);
  }

  private void check(NumberType type, int images, int classes, double size) {
    double[] logits = new double[images * classes];
    int[] labels = new int[images];
    double[] gradient = new double[logits.length];
    double loss = 0;
    int hits = 0;
    for (int image = 0; image < images; image++) {
      labels[image] = whole(0, classes - 1);
      int row = image * classes;
      int best = 0;
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        // Coarse numbers, so that several are largest.
        logits[row + c] = (float) (size * whole(-4, 4) / 4.0);
        best = logits[row + c] > logits[row + best] ? c : best;
        sum += Math.exp(logits[row + c]);
      }
      loss += Math.log(sum) - logits[row + labels[image]];
      hits += best == labels[image] ? 1 : 0;
      for (int c = 0; c < classes; c++) {
        double target = c == labels[image] ? 1 : 0;
        gradient[row + c] = (Math.exp(logits[row + c]) / sum - target) / images;
      }
    }
    HostArray gradients = HostArray.of(type, (long) logits.length);
    HostArray result = HostArray.bytes(16);
    HostArray scratch = HostArray.bytes(LossKernels.scratch(images));
    host.launch(
        LossKernels.softmaxCrossEntropy(
            type,
            images,
            classes,
            HostArray.floats(logits),
            HostArray.ints(labels),
            gradients,
            scratch,
            result));
    String what = images + " x " + classes;
    assertEquals(loss, result.check().doubleAt(0), 1e-6 * loss, what);
    assertEquals(hits, result.longAt(1), what);
    assertClose(
        gradient,
        gradients.check().numbers(type),
        rounding(type),
        1e-6 / images,
        () -> what + ": gradient");
    scratch.check();
    HostArray alone = HostArray.bytes(16);
    host.launch(
        LossKernels.softmaxCrossEntropy(
            type,
            images,
            classes,
            HostArray.floats(logits),
            HostArray.ints(labels),
            Argument.NOWHERE,
            scratch,
            alone));
    assertEquals(result.doubleAt(0), alone.doubleAt(0), what);
  }

  @Test
  void aLabelOutsideTheClassesMakesTheLossNotANumber() {
    HostArray result = HostArray.bytes(16);
    host.launch(
        LossKernels.softmaxCrossEntropy(
            NumberType.F32,
            1,
            3,
            HostArray.floats(1, 2, 3),
            HostArray.ints(3),
            Argument.NOWHERE,
            HostArray.bytes(8),
            result));
    assertEquals(Double.NaN, result.doubleAt(0));
    assertEquals(0, result.longAt(1));
  }

  @Test
  void logitsThatAreNotNumbersMakeTheLossNotANumber() {
    HostArray result = HostArray.bytes(16);
    host.launch(
        LossKernels.softmaxCrossEntropy(
            NumberType.F32,
            1,
            3,
            HostArray.floats(1, Double.NaN, 3),
            HostArray.ints(0),
            Argument.NOWHERE,
            HostArray.bytes(8),
            result));
    assertEquals(Double.NaN, result.doubleAt(0));
  }
}
