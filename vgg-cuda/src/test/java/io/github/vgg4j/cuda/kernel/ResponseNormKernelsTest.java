package io.github.vgg4j.cuda.kernel;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ResponseNormKernelsTest extends KernelCase {

  private static final double BETA = 0.75;
  private static final double K = 2;

  @ParameterizedTest
  @EnumSource
  void neighbouringChannelsDivideAndTheGradientIsTheDerivative(NumberType type) {
    check(type, 5, 64, 0.3);
    check(type, 5, 10, 0.3);
    check(type, 4, 8, 1);
    check(type, 1, 3, 1);
    check(type, 9, 4, 2);
  }

  private void check(NumberType type, int size, int channels, double alpha) {
    int rows = whole(1, 60);
    double[] x = numbers(type, (long) rows * channels);
    double[] dy = numbers(type, x.length);
    double[] y = new double[x.length];
    double[] dx = new double[x.length];
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < channels; c++) {
        int from = Math.max(0, c - size / 2);
        int to = Math.min(channels - 1, c + (size - 1) / 2);
        double sum = 0;
        for (int j = from; j <= to; j++) {
          sum += x[row * channels + j] * x[row * channels + j];
        }
        double base = K + alpha / size * sum;
        int i = row * channels + c;
        y[i] = x[i] / Math.pow(base, BETA);
        // The derivative of y[i], sent to everything that it depends on.
        dx[i] += dy[i] / Math.pow(base, BETA);
        for (int j = from; j <= to; j++) {
          double slope = -BETA * Math.pow(base, -BETA - 1) * alpha / size * 2;
          dx[row * channels + j] += dy[i] * x[i] * slope * x[row * channels + j];
        }
      }
    }
    HostArray xs = HostArray.of(type, x);
    HostArray ys = HostArray.of(type, (long) x.length);
    HostArray dxs = HostArray.of(type, (long) x.length);
    host.launch(ResponseNormKernels.forward(type, rows, channels, size, alpha, BETA, K, xs, ys));
    host.launch(
        ResponseNormKernels.back(
            type, rows, channels, size, alpha, BETA, K, xs, HostArray.of(type, dy), dxs));
    String what = size + " of " + channels;
    assertClose(y, ys.check().numbers(type), rounding(type), 1e-5, () -> what + ": y");
    assertClose(dx, dxs.check().numbers(type), rounding(type), 1e-5, () -> what + ": dx");
  }
}
