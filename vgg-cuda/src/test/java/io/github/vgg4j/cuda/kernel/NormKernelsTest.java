package io.github.vgg4j.cuda.kernel;

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
      int rows = whole(2, 3000) / Math.max(1, channels / 16) + 2;
      double[] x = numbers(type, (long) rows * channels);
      for (int i = 0; i < x.length; i++) {
        x[i] = HostArray.rounded(type, 1000 + x[i]);
      }
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
        int rows = whole(1, 500) / Math.max(1, channels / 16) + 2;
        checkBack(type, after, rows, channels);
      }
    }
  }

  private void checkBack(NumberType type, Activation after, int rows, int channels) {
    double[] x = numbers(type, (long) rows * channels);
    double[] dy = numbers(type, x.length);
    double[] scale = numbers(F32, channels);
    double[] shift = numbers(F32, channels);
    Batch batch = new Batch(x, rows, channels);
    double[] y = new double[x.length];
    double[] dz = new double[x.length];
    double[] dScale = new double[channels];
    double[] dShift = new double[channels];
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      double normal = (x[i] - batch.mean[c]) * batch.inverse(c);
      y[i] = normal * scale[c] + shift[c];
      boolean passes = after == Activation.NOTHING || y[i] > 0;
      y[i] = passes ? y[i] : 0;
      dz[i] = passes ? dy[i] : 0;
      dScale[c] += dz[i] * normal;
      dShift[c] += dz[i];
    }
    double[] dx = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      double normal = (x[i] - batch.mean[c]) * batch.inverse(c);
      dx[i] = scale[c] * batch.inverse(c) * (dz[i] - dShift[c] / rows - normal * dScale[c] / rows);
    }
    HostArray xs = HostArray.of(type, x);
    HostArray ys = HostArray.of(type, (long) x.length);
    HostArray mean = HostArray.of(F32, batch.mean);
    HostArray inverse = HostArray.of(F32, batch.inverses());
    HostArray scales = HostArray.of(F32, scale);
    host.launch(
        NormKernels.apply(
            type, after, rows, channels, xs, mean, inverse, scales, HostArray.of(F32, shift), ys));
    String what = rows + " x " + channels + " " + after;
    assertClose(y, ys.check().numbers(type), rounding(type), 1e-5, () -> what + ": y");
    HostArray inOut = HostArray.of(type, dy);
    HostArray scratch = HostArray.bytes(NormKernels.scratch(rows, channels));
    HostArray dScales = HostArray.of(F32, (long) channels);
    HostArray dShifts = HostArray.of(F32, (long) channels);
    // The twin's own output decides what passes, so that rounding to 0 makes no difference.
    Place mask =
        after == Activation.RELU ? HostArray.of(F32 == type ? F32 : type, positive(y)) : ys;
    host.launch(
        NormKernels.back(
            type, after, rows, channels, xs, mask, inOut, mean, inverse, scales, scratch, dScales,
            dShifts, inOut));
    assertClose(dScale, dScales.check().numbers(F32), 1e-5, 1e-4, () -> what + ": scale");
    assertClose(dShift, dShifts.check().numbers(F32), 1e-5, 1e-4, () -> what + ": shift");
    assertClose(dx, inOut.check().numbers(type), rounding(type), 1e-4, () -> what + ": dx");
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
