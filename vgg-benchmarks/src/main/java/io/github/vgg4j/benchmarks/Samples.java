package io.github.vgg4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Milliseconds of one thing that was measured repeatedly.
 *
 * @param sorted at least one, the smallest first
 */
record Samples(List<Double> sorted) {

  Samples {
    sorted = sorted.stream().sorted().toList();
  }

  static Samples of(double... milliseconds) {
    return new Samples(Arrays.stream(milliseconds).boxed().toList());
  }

  Samples and(Samples others) {
    return new Samples(Stream.concat(sorted.stream(), others.sorted.stream()).toList());
  }

  double median() {
    return quantile(0.5);
  }

  /** Between the two nearest samples, in proportion. */
  double quantile(double share) {
    double place = share * (sorted.size() - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.size() - 1);
    double low = sorted.get(below);
    return low + (place - below) * (sorted.get(above) - low);
  }
}
