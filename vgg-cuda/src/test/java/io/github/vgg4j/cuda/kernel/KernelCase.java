package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of the kernels share: a seed, arrays of random numbers, comparison. */
abstract class KernelCase {

  SplittableRandom random = new SplittableRandom(HostKernels.SEED);
  HostKernels host;

  @BeforeEach
  void seed() {
    host = HostKernels.orSkip();
    host.firstOrder();
    random = new SplittableRandom(HostKernels.SEED);
  }

  /** A whole number from {@code low} to {@code high}. */
  int whole(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  /**
   * Rows of a matrix: so many of one channel that each thread of the largest grid has more than it
   * loads at once, few of many channels.
   */
  int rows(int most, int channels) {
    return channels == 1
        ? whole(2_000_000, 2_500_000)
        : whole(1, most) / Math.max(1, channels / 16) + 1;
  }

  /** Numbers between -2 and 2, as the type holds them. */
  double[] numbers(NumberType type, long count) {
    return DoubleStream.generate(() -> HostArray.rounded(type, random.nextDouble(-2, 2)))
        .limit(count)
        .toArray();
  }

  /** Numbers of which many are equal: -1, -0.5, 0, 0.5 or 1. */
  double[] ties(long count) {
    return DoubleStream.generate(() -> whole(-2, 2) / 2.0).limit(count).toArray();
  }

  /** Rounding of one number of a type, relative to it, with room for the sums before it. */
  static double rounding(NumberType type) {
    return type == NumberType.BF16 ? 0x1p-8 : 0x1p-19;
  }

  /**
   * Compares with the twin: the difference may be {@code relative} of the number plus {@code
   * absolute}.
   */
  static void assertClose(
      double[] expected, double[] actual, double relative, double absolute, Supplier<String> what) {
    if (expected.length != actual.length) {
      fail(what.get() + ": " + actual.length + " numbers instead of " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      double room = relative * Math.abs(expected[i]) + absolute;
      // Not-a-number is not within anything.
      if (!(Math.abs(expected[i] - actual[i]) <= room)) {
        fail(what.get() + ": number " + i + " is " + actual[i] + " instead of " + expected[i]);
      }
    }
  }
}
