package io.github.vgg4j.cuda.kernel;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NormKernelsTest extends KernelCase {

  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;
  private static final NumberType F32 = NumberType.F32;

  /** The twin: two passes in float64. */
  private static final class Batch {
    final double[] mean;
    final double[] variance;

    Batch(double[] x, int rows, int channels) {
      mean = new double[channels];
      variance = new double[channels];
      for (int i = 0; i < x.length; i++) {
        mean[i % channels] += x[i] / rows;
      }
      for (int i = 0; i < x.length; i++) {
        double delta = x[i] - mean[i % channels];
        variance[i % channels] += delta * delta / rows;
      }
    }

    double inverse(int channel) {
      return 1 / Math.sqrt(variance[channel] + EPSILON);
    }

    double[] inverses() {
      double[] inverses = new double[mean.length];
      for (int c = 0; c < inverses.length; c++) {
        inverses[c] = inverse(c);
      }
      return inverses;
    }
  }

  @ParameterizedTest
  @EnumSource
  void statisticsHoldWhereTheMeanIsLargeBesideTheDeviation(NumberType type) {
    for (int channels : new int[] {1, 8, 10, 64, 264}) {
      int rows = rows(3000, channels) + 1;
      double[] x = numbers(type, (long) rows * channels);
      for (int i = 0; i < x.length; i++) {
        x[i] = HostArray.rounded(type, 1000 + x[i]);
      }
      checkStatistics(type, x, rows, channels);
    }
  }

  @ParameterizedTest
  @EnumSource
  void statisticsHoldWhereTheDeviationIsATenthAndTheFirstRowsLieFarOff(NumberType type) {
    for (int channels : new int[] {1, 8, 64}) {
      int rows = whole(1000, 3000);
      double[] x = numbers(type, (long) rows * channels);
      for (int i = 0; i < x.length; i++) {
        x[i] = HostArray.rounded(type, 1000 + 0.1 * x[i]);
      }
      checkStatistics(type, x, rows, channels);
      Arrays.fill(x, 0, whole(1, 3) * channels, 0);
      checkStatistics(type, x, rows, channels);
    }
  }

  @ParameterizedTest
  @EnumSource
  void statisticsOfTwoRowsAreExact(NumberType type) {
    checkStatistics(type, numbers(type, 2 * 24), 2, 24);
  }

  private void checkStatistics(NumberType type, double[] x, int rows, int channels) {
    Batch batch = new Batch(x, rows, channels);
    double[] runningMean = numbers(F32, channels);
    double[] runningVariance = numbers(F32, channels);
    HostArray scratch = HostArray.bytes(NormKernels.scratch(rows, channels));
    HostArray mean = HostArray.of(F32, (long) channels);
    HostArray inverse = HostArray.of(F32, (long) channels);
    HostArray movedMean = HostArray.of(F32, runningMean);
    HostArray movedVariance = HostArray.of(F32, runningVariance);
    host.launch(
        NormKernels.statistics(
            type,
            rows,
            channels,
            EPSILON,
            MOMENTUM,
            HostArray.of(type, x),
            scratch,
            mean,
            inverse,
            movedMean,
            movedVariance));
    double[] expectedMean = new double[channels];
    double[] expectedVariance = new double[channels];
    for (int c = 0; c < channels; c++) {
      double unbiased = batch.variance[c] * rows / (rows - 1);
      expectedMean[c] = runningMean[c] + MOMENTUM * (batch.mean[c] - runningMean[c]);
      expectedVariance[c] = runningVariance[c] + MOMENTUM * (unbiased - runningVariance[c]);
    }
    String what = rows + " x " + channels;
    assertClose(batch.mean, mean.check().numbers(F32), 1e-6, 1e-6, () -> what + ": mean");
    assertClose(
        batch.inverses(), inverse.check().numbers(F32), 2e-4, 1e-6, () -> what + ": inverse");
    assertClose(
        expectedMean, movedMean.check().numbers(F32), 1e-6, 1e-6, () -> what + ": running mean");
    assertClose(
        expectedVariance,
        movedVariance.check().numbers(F32),
        2e-4,
        5e-5,
        () -> what + ": running variance");
    scratch.check();
  }

  @ParameterizedTest
  @EnumSource
  void applyingAndItsGradientAreThoseOfTheFormula(NumberType type) {
    for (int channels : new int[] {1, 8, 10, 64, 264}) {
      for (Activation after : Activation.values()) {
        int rows = rows(500, channels) + 1;
        checkBack(type, after, rows, channels);
      }
    }
  }

  /** The twin of forward and back, by the formulas, with the batch's statistics. */
  private static final class Twin {
    final Batch batch;
    final double[] y;
    final double[] dx;
    final double[] dScale;
    final double[] dShift;

    Twin(Activation after, double[] x, double[] dy, double[] scale, double[] shift, int rows) {
      int channels = scale.length;
      batch = new Batch(x, rows, channels);
      y = new double[x.length];
      dx = new double[x.length];
      dScale = new double[channels];
      dShift = new double[channels];
      double[] dz = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = i % channels;
        y[i] = normal(x, i) * scale[c] + shift[c];
        boolean passes = after == Activation.NOTHING || y[i] > 0;
        y[i] = passes ? y[i] : 0;
        dz[i] = passes ? dy[i] : 0;
        dScale[c] += dz[i] * normal(x, i);
        dShift[c] += dz[i];
      }
      for (int i = 0; i < x.length; i++) {
        int c = i % channels;
        double centred = dz[i] - dShift[c] / rows - normal(x, i) * dScale[c] / rows;
        dx[i] = scale[c] * batch.inverse(c) * centred;
      }
    }

    private double normal(double[] x, int i) {
      int c = i % batch.mean.length;
      return (x[i] - batch.mean[c]) * batch.inverse(c);
    }
  }

  private void checkBack(NumberType type, Activation after, int rows, int channels) {
    double[] x = numbers(type, (long) rows * channels);
    double[] dy = numbers(type, x.length);
    double[] scale = numbers(F32, channels);
    double[] shift = numbers(F32, channels);
    Twin twin = new Twin(after, x, dy, scale, shift, rows);
    HostArray xs = HostArray.of(type, x);
    HostArray ys = HostArray.of(type, (long) x.length);
    HostArray mean = HostArray.of(F32, twin.batch.mean);
    HostArray inverse = HostArray.of(F32, twin.batch.inverses());
    HostArray scales = HostArray.of(F32, scale);
    HostArray shifts = HostArray.of(F32, shift);
    host.launch(
        NormKernels.apply(type, after, rows, channels, xs, mean, inverse, scales, shifts, ys));
    String what = rows + " x " + channels + " " + after;
    // Of few rows, a channel's numbers may lie so close together that the factor is large.
    double room = 1e-5 + 2e-6 * Arrays.stream(twin.batch.inverses()).max().orElseThrow();
    assertClose(twin.y, ys.check().numbers(type), rounding(type), room, () -> what + ": y");
    // The twin's own output decides what passes: where it rounds to 0 makes no difference.
    Place mask = HostArray.of(type, positive(twin.y));
    HostArray inOut = HostArray.of(type, dy);
    HostArray scratch = HostArray.bytes(NormKernels.scratch(rows, channels));
    HostArray dScale = HostArray.of(F32, (long) channels);
    HostArray dShift = HostArray.of(F32, (long) channels);
    host.launch(
        NormKernels.back(
            type, after, rows, channels, xs, mask, inOut, mean, inverse, scales, scratch, dScale,
            dShift, inOut));
    assertClose(
        twin.dScale, dScale.check().numbers(F32), 1e-5, 1e-4 + room, () -> what + ": scale");
    assertClose(twin.dShift, dShift.check().numbers(F32), 1e-5, 1e-4, () -> what + ": shift");
    assertClose(
        twin.dx, inOut.check().numbers(type), rounding(type), 3 * room, () -> what + ": dx");
    scratch.check();
  }

  private static double[] positive(double[] y) {
    double[] one = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      one[i] = y[i] > 0 ? 1 : 0;
    }
    return one;
  }

  @Test
  void foldedFiltersDoWhatTheNormalisationDid() {
    for (NumberType type : NumberType.values()) {
      int out = whole(1, 20);
      int filter = whole(1, 300);
      double[] weight = numbers(F32, (long) out * filter);
      double[] bias = numbers(F32, out);
      double[] scale = numbers(F32, out);
      double[] shift = numbers(F32, out);
      double[] mean = numbers(F32, out);
      double[] variance = numbers(F32, out);
      double[] folded = new double[weight.length];
      double[] foldedBias = new double[out];
      for (int c = 0; c < out; c++) {
        variance[c] = HostArray.rounded(F32, Math.abs(variance[c]) + 0.1);
        double factor = scale[c] / Math.sqrt(variance[c] + EPSILON);
        foldedBias[c] = (bias[c] - mean[c]) * factor + shift[c];
        for (int i = 0; i < filter; i++) {
          folded[c * filter + i] = weight[c * filter + i] * factor;
        }
      }
      HostArray newWeight = HostArray.of(type, (long) weight.length);
      HostArray newBias = HostArray.of(F32, (long) out);
      host.launch(
          NormKernels.fold(
              type,
              out,
              filter,
              EPSILON,
              HostArray.of(F32, weight),
              HostArray.of(F32, bias),
              HostArray.of(F32, scale),
              HostArray.of(F32, shift),
              HostArray.of(F32, mean),
              HostArray.of(F32, variance),
              newWeight,
              newBias));
      assertClose(folded, newWeight.check().numbers(type), rounding(type), 0, () -> "weight");
      assertClose(foldedBias, newBias.check().numbers(F32), 1e-5, 1e-5, () -> "bias");
    }
  }
}
