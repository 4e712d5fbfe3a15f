package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PoolKernelsTest extends KernelCase {

  @ParameterizedTest
  @EnumSource
  void theMaximumIsTheFirstLargestOfItsWindow(NumberType type) {
    for (int channels : new int[] {8, 3, 4, 16, 6, 40}) {
      MapShape in = new MapShape(whole(1, 3), whole(2, 9), whole(2, 9), channels);
      for (Activation before : Activation.values()) {
        checkMax(type, in, before, ties(in.elements()));
        checkMax(type, in, before, numbers(type, in.elements()));
      }
    }
  }

  private void checkMax(NumberType type, MapShape in, Activation before, double[] x) {
    MapShape out = halved(in);
    HostArray y = HostArray.of(type, out.elements());
    HostArray index = HostArray.bytes(out.elements());
    host.launch(PoolKernels.max(type, before, in, out, HostArray.of(type, x), y, index));
    for (int i = 0; i < out.elements(); i++) {
      int[] at = split(out, i);
      double best = before == Activation.RELU ? 0 : Double.NEGATIVE_INFINITY;
      int which = 4;
      for (int w = 0; w < 4; w++) {
        double v = x[join(in, at[0], 2 * at[1] + w / 2, 2 * at[2] + w % 2, at[3])];
        if (v > best) {
          best = v;
          which = w;
        }
      }
      assertEquals(best, y.get(type, i), in + " " + before + " number " + i);
      assertEquals(which, index.byteAt(i), in + " " + before + " index " + i);
    }
    y.check();
    index.check();
    HostArray alone = HostArray.of(type, out.elements());
    host.launch(
        PoolKernels.max(type, before, in, out, HostArray.of(type, x), alone, Argument.NOWHERE));
    assertClose(y.numbers(type), alone.numbers(type), 0, 0, () -> "without an index");
  }

  @ParameterizedTest
  @EnumSource
  void aNumberThatIsNoneIsSeenWhereverItStandsInItsWindow(NumberType type) {
    MapShape in = new MapShape(1, 2, 2, 1);
    MapShape out = new MapShape(1, 1, 1, 1);
    for (int where = 0; where < 4; where++) {
      double[] x = {1, 4, 3, 2};
      x[where] = Double.NaN;
      HostArray y = HostArray.of(type, 1L);
      // Zero at first: an untouched array would be not-a-number too.
      y.set(type, 0, 0);
      host.launch(
          PoolKernels.max(
              type, Activation.RELU, in, out, HostArray.of(type, x), y, Argument.NOWHERE));
      assertEquals(Double.NaN, y.get(type, 0), "at " + where);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMaximumSendsItsGradientWhereItCameFromAndZeroElsewhere(NumberType type) {
    for (int channels : new int[] {8, 5, 12, 64}) {
      MapShape in = new MapShape(whole(1, 3), whole(2, 9), whole(2, 9), channels);
      MapShape out = halved(in);
      double[] dy = numbers(type, out.elements());
      byte[] index = new byte[(int) out.elements()];
      double[] expected = new double[(int) in.elements()];
      for (int i = 0; i < index.length; i++) {
        int which = whole(0, 4);
        index[i] = (byte) which;
        int[] at = split(out, i);
        if (which < 4) {
          expected[join(in, at[0], 2 * at[1] + which / 2, 2 * at[2] + which % 2, at[3])] = dy[i];
        }
      }
      HostArray dx = HostArray.of(type, in.elements());
      host.launch(
          PoolKernels.maxBack(
              type, in, out, HostArray.of(type, dy), HostArray.unsignedBytes(index), dx));
      assertClose(expected, dx.check().numbers(type), 0, 0, in::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAverageAndItsGradientAreThoseOfItsFourNumbers(NumberType type) {
    for (int channels : new int[] {8, 7, 20}) {
      MapShape in = new MapShape(whole(1, 3), whole(2, 9), whole(2, 9), channels);
      MapShape out = halved(in);
      double[] x = numbers(type, in.elements());
      double[] dy = numbers(type, out.elements());
      double[] y = new double[dy.length];
      double[] dx = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        int[] at = split(out, i);
        for (int w = 0; w < 4; w++) {
          int from = join(in, at[0], 2 * at[1] + w / 2, 2 * at[2] + w % 2, at[3]);
          y[i] += x[from] / 4;
          dx[from] = dy[i] / 4;
        }
      }
      HostArray forward = HostArray.of(type, out.elements());
      HostArray back = HostArray.of(type, in.elements());
      host.launch(PoolKernels.average(type, in, out, HostArray.of(type, x), forward));
      host.launch(PoolKernels.averageBack(type, in, out, HostArray.of(type, dy), back));
      assertClose(y, forward.check().numbers(type), rounding(type), 1e-6, in::toString);
      assertClose(dx, back.check().numbers(type), rounding(type), 0, in::toString);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAdaptiveAverageReadsWindowsAsPytorchDoes(NumberType type) {
    for (int channels : new int[] {8, 5}) {
      MapShape in = new MapShape(whole(1, 2), whole(1, 9), whole(1, 9), channels);
      MapShape out = new MapShape(in.images(), whole(1, 9), whole(1, 9), channels);
      double[] x = numbers(type, in.elements());
      double[] dy = numbers(type, out.elements());
      double[] y = new double[dy.length];
      double[] dx = new double[x.length];
      for (int i = 0; i < y.length; i++) {
        int[] at = split(out, i);
        int top = (int) Math.floor((double) at[1] * in.height() / out.height());
        int bottom = (int) Math.ceil((at[1] + 1.0) * in.height() / out.height());
        int left = (int) Math.floor((double) at[2] * in.width() / out.width());
        int right = (int) Math.ceil((at[2] + 1.0) * in.width() / out.width());
        double numbers = (bottom - top) * (right - left);
        for (int row = top; row < bottom; row++) {
          for (int column = left; column < right; column++) {
            int from = join(in, at[0], row, column, at[3]);
            y[i] += x[from] / numbers;
            dx[from] += dy[i] / numbers;
          }
        }
      }
      HostArray forward = HostArray.of(type, out.elements());
      HostArray back = HostArray.of(type, in.elements());
      host.launch(PoolKernels.adaptive(type, in, out, HostArray.of(type, x), forward));
      host.launch(PoolKernels.adaptiveBack(type, in, out, HostArray.of(type, dy), back));
      assertClose(y, forward.check().numbers(type), rounding(type), 1e-5, () -> in + " " + out);
      assertClose(dx, back.check().numbers(type), rounding(type), 1e-5, () -> in + " " + out);
    }
  }

  private static MapShape halved(MapShape in) {
    return new MapShape(in.images(), in.height() / 2, in.width() / 2, in.channels());
  }

  private static int[] split(MapShape shape, int i) {
    int channel = i % shape.channels();
    int column = i / shape.channels() % shape.width();
    int row = i / shape.channels() / shape.width() % shape.height();
    return new int[] {i / shape.channels() / shape.width() / shape.height(), row, column, channel};
  }

  private static int join(MapShape shape, int image, int row, int column, int channel) {
    return ((image * shape.height() + row) * shape.width() + column) * shape.channels() + channel;
  }
}
