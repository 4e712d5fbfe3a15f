package io.github.vgg4j.benchmarks.compare;

import java.util.List;

/** Quantiles of measured numbers. */
public final class Quantiles {

  private Quantiles() {}

  /**
   * Linear between the two nearest numbers (Hyndman and Fan 1996, definition 7); NaN of none.
   *
   * @param share in [0, 1]
   */
  public static double of(List<Double> numbers, double share) {
    if (numbers.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
