package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
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

  /** The twin: the formulas in float64. */
  private static final class Twin {
    final double[] gradient;
    double loss;
    int hits;

    Twin(double[] logits, int[] labels, int classes) {
      gradient = new double[logits.length];
      for (int image = 0; image < labels.length; image++) {
        int row = image * classes;
        int best = 0;
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          best = logits[row + c] > logits[row + best] ? c : best;
          sum += Math.exp(logits[row + c]);
        }
        loss += Math.log(sum) - logits[row + labels[image]];
        hits += best == labels[image] ? 1 : 0;
        for (int c = 0; c < classes; c++) {
          double target = c == labels[image] ? 1 : 0;
          gradient[row + c] = (Math.exp(logits[row + c]) / sum - target) / labels.length;
        }
      }
    }
  }

  private void check(NumberType type, int images, int classes, double size) {
    // Coarse numbers, so that several are largest.
    double[] logits =
        DoubleStream.generate(() -> size * whole(-4, 4) / 4.0)
            .limit((long) images * classes)
            .toArray();
    int[] labels = IntStream.generate(() -> whole(0, classes - 1)).limit(images).toArray();
    Twin twin = new Twin(logits, labels, classes);
    HostArray gradient = HostArray.of(type, (long) logits.length);
    HostArray result = HostArray.bytes(16);
    HostArray alone = HostArray.bytes(16);
    HostArray scratch = HostArray.bytes(LossKernels.scratch(images));
    HostArray from = HostArray.floats(logits);
    Place classOf = HostArray.ints(labels);
    host.launch(
        LossKernels.softmaxCrossEntropy(
            type, images, classes, from, classOf, gradient, scratch, result));
    host.launch(
        LossKernels.softmaxCrossEntropy(
            type, images, classes, from, classOf, Argument.NOWHERE, scratch.check(), alone));
    String what = images + " x " + classes;
    assertEquals(twin.loss, result.check().doubleAt(0), 1e-6 * twin.loss, what);
    assertEquals(twin.hits, result.longAt(1), what);
    assertEquals(result.doubleAt(0), alone.doubleAt(0), what);
    double room = 1e-6 / images;
    assertClose(twin.gradient, gradient.check().numbers(type), rounding(type), room, () -> what);
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
