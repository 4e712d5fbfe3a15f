package io.github.vgg4j.cuda.kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ChannelKernelsTest extends KernelCase {

  private static final int[] CHANNELS = {1, 8, 10, 24, 64, 264, 515};

  @ParameterizedTest
  @EnumSource
  void sumsAreThoseOfEachChannelOverAllRows(NumberType type) {
    for (int channels : CHANNELS) {
      int rows = rows(3000, channels);
      double[] x = numbers(type, (long) rows * channels);
      double[] expected = new double[channels];
      double[] sizes = new double[channels];
      for (int i = 0; i < x.length; i++) {
        expected[i % channels] += x[i];
        sizes[i % channels] += Math.abs(x[i]);
      }
      HostArray scratch = HostArray.bytes(ChannelKernels.scratch(rows, channels));
      HostArray sums = HostArray.of(NumberType.F32, (long) channels);
      host.launch(ChannelKernels.sums(type, rows, channels, HostArray.of(type, x), scratch, sums));
      double most = java.util.Arrays.stream(sizes).max().orElseThrow();
      assertClose(
          expected,
          sums.check().numbers(NumberType.F32),
          0,
          1e-6 * most,
          () -> rows + " x " + channels);
      scratch.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sumsOfPooledMapsLeaveOutWhatReluHeldBack(NumberType type) {
    for (int channels : CHANNELS) {
      int rows = rows(3000, channels);
      double[] dy = numbers(type, (long) rows * channels);
      byte[] index = new byte[dy.length];
      double[] expected = new double[channels];
      for (int i = 0; i < dy.length; i++) {
        index[i] = (byte) whole(0, 4);
        expected[i % channels] += index[i] < 4 ? dy[i] : 0;
      }
      HostArray scratch = HostArray.bytes(ChannelKernels.scratch(rows, channels));
      HostArray sums = HostArray.of(NumberType.F32, (long) channels);
      host.launch(
          ChannelKernels.pooledSums(
              type,
              rows,
              channels,
              HostArray.of(type, dy),
              HostArray.unsignedBytes(index),
              scratch,
              sums));
      assertClose(
          expected,
          sums.check().numbers(NumberType.F32),
          0,
          1e-6 * rows,
          () -> rows + " x " + channels);
      scratch.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGradientOfReluIsMaskedAndAddedUpInOnePass(NumberType type) {
    for (int channels : CHANNELS) {
      int rows = rows(2000, channels);
      double[] y = ties((long) rows * channels);
      double[] dy = numbers(type, y.length);
      double[] masked = new double[y.length];
      double[] expected = new double[channels];
      for (int i = 0; i < y.length; i++) {
        masked[i] = y[i] > 0 ? HostArray.rounded(type, 2 * dy[i]) : 0;
        expected[i % channels] += masked[i];
      }
      HostArray scratch = HostArray.bytes(ChannelKernels.scratch(rows, channels));
      HostArray sums = HostArray.of(NumberType.F32, (long) channels);
      HostArray to = HostArray.of(type, dy);
      host.launch(
          ChannelKernels.reluBackSums(
              type, rows, channels, HostArray.of(type, y), 2, to, scratch, sums));
      assertClose(masked, to.check().numbers(type), 0, 0, () -> rows + " x " + channels);
      assertClose(
          expected,
          sums.check().numbers(NumberType.F32),
          0,
          2e-6 * rows,
          () -> rows + " x " + channels);
      scratch.check();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBiasIsAddedToEveryRow(NumberType type) {
    for (int channels : CHANNELS) {
      int rows = rows(600, channels);
      double[] y = numbers(type, (long) rows * channels);
      double[] bias = numbers(NumberType.F32, channels);
      double[] expected = new double[y.length];
      for (int i = 0; i < y.length; i++) {
        expected[i] = HostArray.rounded(type, (float) (y[i] + bias[i % channels]));
      }
      HostArray to = HostArray.of(type, y);
      host.launch(ChannelKernels.addBias(type, rows, channels, HostArray.floats(bias), to));
      assertClose(expected, to.check().numbers(type), 0, 0, () -> rows + " x " + channels);
    }
  }
}
