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

  /** A convolution and the numbers it is tried on. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares cases.
  private record Case(
      NumberType type,
      After after,
      MapShape in,
      MapShape full,
      int kernel,
      double[] x,
      double[] weight,
      double[] bias) {

    int out() {
      return full.channels();
    }

    boolean pooled() {
      return after == After.RELU_POOL;
    }

    /** Shape of what the kernel writes. */
    MapShape shape() {
      return pooled() ? halved(full) : full;
    }

    @Override
    public String toString() {
      return type + " " + after + " " + in + " to " + out() + ", kernel " + kernel;
    }

    KernelCall forward(Place y, Place index) {
      return FirstConvKernels.forward(
          type,
          after,
          in,
          out(),
          kernel,
          HostArray.of(type, x),
          HostArray.of(F32, weight),
          HostArray.of(F32, bias),
          y,
          index);
    }
  }

  private void check(NumberType type, After after, MapShape in, int out, int kernel) {
    Case one =
        new Case(
            type,
            after,
            in,
            new MapShape(in.images(), in.height(), in.width(), out),
            kernel,
            numbers(type, in.elements()),
            numbers(F32, (long) out * kernel * kernel * in.channels()),
            numbers(F32, out));
    if (one.pooled()) {
      checkPooled(one, convolved(one));
    } else {
      checkPlain(one, convolved(one));
    }
    checkGradient(one);
  }

  private void checkPlain(Case one, double[] z) {
    HostArray y = HostArray.of(one.type(), one.shape().elements());
    host.launch(one.forward(y, Argument.NOWHERE));
    double[] expected = z.clone();
    for (int i = 0; i < z.length; i++) {
      expected[i] = one.after() == After.RELU ? Math.max(z[i], 0) : z[i];
    }
    assertClose(expected, y.check().numbers(one.type()), rounding(one.type()), 3e-5, one::toString);
  }

  private void checkPooled(Case one, double[] z) {
    HostArray y = HostArray.of(one.type(), one.shape().elements());
    HostArray alone = HostArray.of(one.type(), one.shape().elements());
    HostArray index = HostArray.bytes(one.shape().elements());
    host.launch(one.forward(y, index));
    host.launch(one.forward(alone, Argument.NOWHERE));
    double[] expected = new double[(int) one.shape().elements()];
    for (int i = 0; i < expected.length; i++) {
      for (int w = 0; w < 4; w++) {
        expected[i] = Math.max(expected[i], z[source(one, i, w)]);
      }
      int chosen = index.byteAt(i);
      double there = chosen == 4 ? 0 : z[source(one, i, chosen)];
      // Sums that differ by less than their rounding may trade places.
      assertEquals(expected[i], there, 3e-5, one + ": index " + i);
    }
    assertClose(expected, y.check().numbers(one.type()), rounding(one.type()), 3e-5, one::toString);
    assertClose(y.numbers(one.type()), alone.numbers(one.type()), 0, 0, () -> "no index: " + one);
    index.check();
  }

  private void checkGradient(Case one) {
    NumberType type = one.type();
    double[] dy = numbers(type, one.shape().elements());
    byte[] index = new byte[dy.length];
    double[] dz = new double[(int) one.full().elements()];
    for (int i = 0; i < dy.length; i++) {
      index[i] = (byte) whole(0, 4);
      if (!one.pooled()) {
        dz[i] = dy[i];
      } else if (index[i] < 4) {
        dz[source(one, i, index[i])] = dy[i];
      }
    }
    HostArray scratch =
        HostArray.bytes(
            FirstConvKernels.gradientScratch(type, one.after(), one.in(), one.out(), one.kernel()));
    HostArray dWeight = HostArray.of(F32, (long) one.weight().length);
    HostArray dBias = HostArray.of(F32, (long) one.out());
    host.launch(
        FirstConvKernels.gradient(
            type,
            one.after(),
            one.in(),
            one.out(),
            one.kernel(),
            HostArray.of(type, one.x()),
            HostArray.of(type, dy),
            one.pooled() ? HostArray.unsignedBytes(index) : Argument.NOWHERE,
            scratch,
            dWeight,
            dBias));
    assertGradient(one, dz, dWeight.check(), dBias.check());
    scratch.check();
  }

  private static void assertGradient(Case one, double[] dz, HostArray weight, HostArray bias) {
    int taps = one.weight().length / one.out();
    double[] dWeight = new double[one.weight().length];
    double[] dBias = new double[one.out()];
    for (int i = 0; i < dz.length; i++) {
      dBias[i % one.out()] += dz[i];
      for (int t = 0; t < taps; t++) {
        dWeight[i % one.out() * taps + t] += dz[i] * tap(one, i / one.out(), t);
      }
    }
    double room = 1e-6 * one.full().rows() + 1e-5;
    assertClose(dWeight, weight.numbers(F32), 1e-5, room, () -> one + ": weight");
    assertClose(dBias, bias.numbers(F32), 1e-5, room, () -> one + ": bias");
  }

  /** The convolution, straight from its definition. */
  private static double[] convolved(Case one) {
    int out = one.out();
    int taps = one.weight().length / out;
    double[] z = new double[(int) one.full().elements()];
    for (int i = 0; i < z.length; i++) {
      z[i] = one.bias()[i % out];
      for (int t = 0; t < taps; t++) {
        z[i] += one.weight()[i % out * taps + t] * tap(one, i / out, t);
      }
    }
    return z;
  }

  /** What the t-th number of a filter is multiplied by at a pixel. */
  private static double tap(Case one, int pixel, int t) {
    MapShape in = one.in();
    int kernel = one.kernel();
    int channel = t % in.channels();
    int column = pixel % in.width() + t / in.channels() % kernel - kernel / 2;
    int image = pixel / in.width() / in.height();
    int row = pixel / in.width() % in.height() + t / in.channels() / kernel - kernel / 2;
    boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
    int at = (image * in.height() + row) * in.width() + column;
    return inside ? one.x()[at * in.channels() + channel] : 0;
  }

  private static MapShape halved(MapShape full) {
    return new MapShape(full.images(), full.height() / 2, full.width() / 2, full.channels());
  }

  /** Where number {@code i} of the pooled map has its {@code which}-th source. */
  private static int source(Case one, int i, int which) {
    MapShape pooled = one.shape();
    int pixel = i / pooled.channels();
    int column = 2 * (pixel % pooled.width()) + which % 2;
    int row = 2 * (pixel / pooled.width() % pooled.height()) + which / 2;
    int image = pixel / pooled.width() / pooled.height();
    int at = (image * one.full().height() + row) * one.full().width() + column;
    return at * one.out() + i % one.out();
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
