package io.github.vgg4j.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came out of one contender at one work and mode; filled round by round. */
final class Outcome {
  private final Contender contender;
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> firsts = new ArrayList<>();
  private String version = "";
  private long peakBytes;
  private @Nullable String failure;

  Outcome(Contender contender) {
    this.contender = contender;
  }

  Contender contender() {
    return contender;
  }

  /** Seconds from a start of its process to the end of the first step. */
  void started(double firstSeconds, String newVersion) {
    firsts.add(firstSeconds);
    version = newVersion;
  }

  /** Seconds of the steps of a turn, and its peak memory so far. */
  void ran(double[] turn, long peak) {
    for (double one : turn) {
      seconds.add(one);
    }
    peakBytes = Math.max(peakBytes, peak);
  }

  void fail(String reason) {
    failure = reason;
  }

  /** Why it has no figures; null if it has. */
  @Nullable String failure() {
    return failure;
  }

  boolean failed() {
    return failure != null;
  }

  /** Steps that were timed. */
  int steps() {
    return seconds.size();
  }

  /** Of a step, in seconds; a quantile of 0.5 is the median. */
  double quantile(double share) {
    return Quantiles.of(seconds, share);
  }

  /** Median over the starts. */
  double firstSeconds() {
    return Quantiles.of(firsts, 0.5);
  }

  long peakBytes() {
    return peakBytes;
  }

  String version() {
    return version;
  }
}
