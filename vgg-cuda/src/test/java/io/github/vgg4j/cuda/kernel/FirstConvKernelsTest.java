package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.cuda.kernel.FirstConvKernels.After;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class FirstConvKernelsTest extends KernelCase {

  private static final NumberType F32 = NumberType.F32;

  @ParameterizedTest
  @EnumSource
  void oneChannelOfAnOddMap(NumberType type) {
    for (After after : After.values()) {
      check(type, after, new MapShape(2, 9, 7, 1), 16, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void threeChannelsIntoSeveralTiles(NumberType type) {
    check(type, After.RELU, new MapShape(2, 6, 5, 3), 72, 3);
    check(type, After.RELU_POOL, new MapShape(1, 8, 6, 3), 136, 3);
  }

  @ParameterizedTest
  @EnumSource
  void outputChannelsThatFillNoVector(NumberType type) {
    check(type, After.RELU_POOL, new MapShape(3, 5, 4, 2), 10, 3);
    check(type, After.NOTHING, new MapShape(1, 3, 9, 4), 5, 3);
    check(type, After.RELU, new MapShape(1, 2, 2, 4), 67, 1);
  }

  @ParameterizedTest
  @EnumSource
  void manyBlocksAndOnePixel(NumberType type) {
    check(type, After.RELU_POOL, new MapShape(6, 33, 31, 1), 16, 3);
    check(type, After.NOTHING, new MapShape(1, 1, 1, 3), 8, 3);
    check(type, After.RELU, new MapShape(2, 1, 5, 1), 8, 1);
  }

  private void check(NumberType type, After after, MapShape in, int out, int kernel) {
    String what = type + " " + after + " " + in + " to " + out + ", kernel " + kernel;
    double[] x = numbers(type, in.elements());
    double[] weight = numbers(F32, (long) out * kernel * kernel * in.channels());
    double[] bias = numbers(F32, out);
    MapShape full = new MapShape(in.images(), in.height(), in.width(), out);
    double[] z = convolved(x, weight, bias, in, out, kernel);
    checkForward(type, after, in, full, kernel, x, weight, bias, z, what);
    checkGradient(type, after, in, full, kernel, x, weight.length, what);
  }

  private void checkForward(
      NumberType type,
      After after,
      MapShape in,
      MapShape full,
      int kernel,
      double[] x,
      double[] weight,
      double[] bias,
      double[] z,
      String what) {
    int out = full.channels();
    boolean pooled = after == After.RELU_POOL;
    MapShape shape = pooled ? halved(full) : full;
    HostArray y = HostArray.of(type, shape.elements());
    HostArray index = HostArray.bytes(shape.elements());
    host.launch(
        FirstConvKernels.forward(
            type,
            after,
            in,
            out,
            kernel,
            HostArray.of(type, x),
            HostArray.of(F32, weight),
            HostArray.of(F32, bias),
            y,
            pooled ? index : Argument.NOWHERE));
    if (!pooled) {
      double[] expected = z.clone();
      for (int i = 0; i < z.length; i++) {
        expected[i] = after == After.RELU ? Math.max(z[i], 0) : z[i];
      }
      assertClose(expected, y.check().numbers(type), rounding(type), 3e-5, () -> what);
      return;
    }
    double[] expected = new double[(int) shape.elements()];
    for (int i = 0; i < expected.length; i++) {
      for (int w = 0; w < 4; w++) {
        expected[i] = Math.max(expected[i], z[source(full, shape, i, w)]);
      }
      int chosen = index.byteAt(i);
      double there = chosen == 4 ? 0 : z[source(full, shape, i, chosen)];
      // Sums that differ by less than their rounding may trade places.
      assertEquals(expected[i], there, 3e-5, what + ": index " + i);
    }
    assertClose(expected, y.check().numbers(type), rounding(type), 3e-5, () -> what);
    index.check();
    HostArray alone = HostArray.of(type, shape.elements());
    host.launch(
        FirstConvKernels.forward(
            type,
            after,
            in,
            out,
            kernel,
            HostArray.of(type, x),
            HostArray.of(F32, weight),
            HostArray.of(F32, bias),
            alone,
            Argument.NOWHERE));
    assertClose(y.numbers(type), alone.numbers(type), 0, 0, () -> what + " without an index");
  }

  private void checkGradient(
      NumberType type,
      After after,
      MapShape in,
      MapShape full,
      int kernel,
      double[] x,
      int filters,
      String what) {
    int out = full.channels();
    boolean pooled = after == After.RELU_POOL;
    MapShape shape = pooled ? halved(full) : full;
    double[] dy = numbers(type, shape.elements());
    byte[] index = new byte[dy.length];
    double[] dz = new double[(int) full.elements()];
    for (int i = 0; i < dy.length; i++) {
      index[i] = (byte) whole(0, 4);
      if (!pooled) {
        dz[i] = dy[i];
      } else if (index[i] < 4) {
        dz[source(full, shape, i, index[i])] = dy[i];
      }
    }
    double[] dWeight = new double[filters];
    double[] dBias = new double[out];
    for (int i = 0; i < dz.length; i++) {
      dBias[i % out] += dz[i];
      for (int t = 0; t < filters / out; t++) {
        dWeight[i % out * (filters / out) + t] += dz[i] * tap(x, in, i / out, t, kernel);
      }
    }
    long bytes = FirstConvKernels.gradientScratch(type, after, in, out, kernel);
    HostArray scratch = HostArray.bytes(bytes);
    HostArray toWeight = HostArray.of(F32, (long) filters);
    HostArray toBias = HostArray.of(F32, (long) out);
    host.launch(
        FirstConvKernels.gradient(
            type,
            after,
            in,
            out,
            kernel,
            HostArray.of(type, x),
            HostArray.of(type, dy),
            pooled ? HostArray.unsignedBytes(index) : Argument.NOWHERE,
            scratch,
            toWeight,
            toBias));
    double room = 1e-6 * full.rows() + 1e-5;
    assertClose(dWeight, toWeight.check().numbers(F32), 1e-5, room, () -> what + ": weight");
    assertClose(dBias, toBias.check().numbers(F32), 1e-5, room, () -> what + ": bias");
    scratch.check();
  }

  /** The convolution, straight from its definition. */
  private static double[] convolved(
      double[] x, double[] weight, double[] bias, MapShape in, int out, int kernel) {
    int taps = weight.length / out;
    double[] z = new double[(int) in.rows() * out];
    for (int i = 0; i < z.length; i++) {
      z[i] = bias[i % out];
      for (int t = 0; t < taps; t++) {
        z[i] += weight[i % out * taps + t] * tap(x, in, i / out, t, kernel);
      }
    }
    return z;
  }

  /** What the t-th number of a filter is multiplied by at a pixel. */
  private static double tap(double[] x, MapShape in, int pixel, int t, int kernel) {
    int channel = t % in.channels();
    int column = pixel % in.width() + t / in.channels() % kernel - kernel / 2;
    int image = pixel / in.width() / in.height();
    int row = pixel / in.width() % in.height() + t / in.channels() / kernel - kernel / 2;
    boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
    int at = (image * in.height() + row) * in.width() + column;
    return inside ? x[at * in.channels() + channel] : 0;
  }

  private static MapShape halved(MapShape full) {
    return new MapShape(full.images(), full.height() / 2, full.width() / 2, full.channels());
  }

  /** Where number {@code i} of a pooled map has its {@code which}-th source. */
  private static int source(MapShape full, MapShape pooled, int i, int which) {
    int pixel = i / pooled.channels();
    int column = 2 * (pixel % pooled.width()) + which % 2;
    int row = 2 * (pixel / pooled.width() % pooled.height()) + which / 2;
    int image = pixel / pooled.width() / pooled.height();
    int at = (image * full.height() + row) * full.width() + column;
    return at * full.channels() + i % pooled.channels();
  }

  @Test
  void fiveChannelsAreRefused() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                FirstConvKernels.forward(
                    F32,
                    After.RELU,
                    new MapShape(1, 4, 4, 5),
                    8,
                    3,
                    Argument.NOWHERE,
                    Argument.NOWHERE,
                    Argument.NOWHERE,
                    Argument.NOWHERE,
                    Argument.NOWHERE));
    assertEquals(
        "The first convolution takes 1 to 4 channels and a kernel of 1 or 3, not 5 and 3",
        refused.getMessage());
  }
}
