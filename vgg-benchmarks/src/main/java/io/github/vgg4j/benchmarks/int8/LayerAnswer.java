package io.github.vgg4j.benchmarks.int8;

import io.github.vgg4j.benchmarks.compare.Quantiles;
import java.util.List;

/**
 * One layer in both formats.
 *
 * @param layer what it is, in words
 * @param bf16Seconds of each round
 * @param int8Seconds of each round
 * @param bf16Code OneDNN's name of what ran
 * @param int8Code OneDNN's name of what ran
 */
record LayerAnswer(
    String layer,
    List<Double> bf16Seconds,
    List<Double> int8Seconds,
    String bf16Code,
    String int8Code) {

  LayerAnswer {
    bf16Seconds = List.copyOf(bf16Seconds);
    int8Seconds = List.copyOf(int8Seconds);
  }

  /** Median, in seconds. */
  double bf16() {
    return Quantiles.of(bf16Seconds, 0.5);
  }

  /** Median, in seconds. */
  double int8() {
    return Quantiles.of(int8Seconds, 0.5);
  }
}
