package io.github.vgg4j.engine;

import java.nio.FloatBuffer;

/**
 * How often numbers above 0 were met. The bins are as many from first to last: where a number is
 * beyond them all, two become one, so that no pass before has to find the largest number.
 */
final class RangeHistogram {

  private static final int BINS = 8192;
  private static final double PERCENTILE = 0.9999;
  private static final double ROUNDING = 12;

  private final long[] counts = new long[BINS];

  /** Of a bin; a power of two, so that merged bins are exact. */
  private double width = Math.scalb(1.0, -100);

  private float largest;

  /** Counts what a buffer holds from its position to its limit; NaN and numbers to 0 do not. */
  void add(FloatBuffer numbers) {
    for (int i = numbers.position(); i < numbers.limit(); i++) {
      float number = numbers.get(i);
      if (number > 0 && number <= Float.MAX_VALUE) {
        if (number > largest) {
          largest = number;
          while (number >= width * BINS) {
            widen();
          }
        }
        counts[(int) (number / width)]++;
      }
    }
  }

  /** The range by a rule; 1 where no number was above 0, so that any would do. */
  float range(RangeRule rule) {
    if (largest == 0) {
      return 1;
    }
    double range =
        switch (rule) {
          case LARGEST -> largest;
          case PERCENTILE -> percentile();
          case LEAST_SQUARES -> leastSquares();
        };
    return (float) Math.min(range, largest);
  }

  private void widen() {
    for (int bin = 0; bin < BINS; bin++) {
      int first = 2 * bin;
      counts[bin] = first < BINS ? counts[first] + counts[first + 1] : 0;
    }
    width *= 2;
  }

  private double percentile() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long below = 0;
    int bin = 0;
    while (below + counts[bin] < PERCENTILE * all) {
      below += counts[bin++];
    }
    return (bin + 1) * width;
  }

  /**
   * Tries the upper edge of every bin. Sums over the numbers beyond it give the error of cutting
   * them: {@code sum((x - range)^2) = sum(x^2) - 2 range sum(x) + range^2 count}.
   */
  private double leastSquares() {
    double best = largest;
    double least = Double.MAX_VALUE;
    double all = 0;
    for (long count : counts) {
      all += count;
    }
    double beyond = 0;
    double sum = 0;
    double squares = 0;
    for (int bin = BINS - 1; bin >= 0; bin--) {
      double range = (bin + 1) * width;
      double step = range / Calibration.LEVELS;
      double cut = squares - 2 * range * sum + range * range * beyond;
      double error = (all - beyond) * step * step / ROUNDING + cut;
      if (error < least) {
        least = error;
        best = range;
      }
      double middle = (bin + 0.5) * width;
      beyond += counts[bin];
      sum += counts[bin] * middle;
      squares += counts[bin] * middle * middle;
    }
    return best;
  }
}
