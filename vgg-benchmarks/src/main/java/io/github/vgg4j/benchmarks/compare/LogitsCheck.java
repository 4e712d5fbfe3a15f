package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.engine.Precision;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whether all contenders compute the same: same weights and same images must give the same logits
 * as {@link Contender#VGG4J_ONEDNN_F32}. Without that their times say nothing about each other.
 */
final class LogitsCheck {
  /** Of the largest logit. */
  private static final Map<Precision, Double> TOLERANCE =
      new EnumMap<>(Map.of(Precision.F32, 1e-3, Precision.BF16, 5e-2, Precision.INT8, 1e-1));

  private static final Contender REFERENCE = Contender.VGG4J_ONEDNN_F32;

  private final Work work;
  private final Path inputs;
  private final Launch launch;
  private final Consumer<String> progress;

  LogitsCheck(Work work, Path inputs, Launch launch, Consumer<String> progress) {
    this.work = work;
    this.inputs = inputs;
    this.launch = launch;
    this.progress = progress;
  }

  /**
   * Why contenders must not take part; those that may are not in it.
   *
   * @throws ContenderException if the reference itself does not run
   */
  Map<Contender, String> failures(List<Contender> contenders) throws ContenderException {
    Map<Contender, String> failures = new EnumMap<>(Contender.class);
    double[] expected = logits(REFERENCE);
    for (Contender contender : contenders) {
      if (contender == REFERENCE) {
        continue;
      }
      try {
        double distance = distance(expected, logits(contender));
        double tolerance = TOLERANCE.getOrDefault(contender.precision(), 0.0);
        boolean same = distance <= tolerance;
        progress.accept(
            "check %s: the logits of %s differ from ours by %.1e of the largest, %s %.0e"
                .formatted(
                    work, contender.label(), distance, same ? "within" : "beyond", tolerance));
        if (!same) {
          failures.put(
              contender,
              "its logits on %s differ by %.1e of the largest".formatted(work, distance));
        }
      } catch (ContenderException e) {
        progress.accept(
            "check %s: %s fails: %s".formatted(work, contender.label(), e.getMessage()));
        failures.put(contender, e.getMessage());
      }
    }
    return failures;
  }

  private double[] logits(Contender contender) throws ContenderException {
    try (Seat seat = new Seat(new Job(contender, work, Mode.INFER, inputs), launch)) {
      return seat.logits();
    }
  }

  /** Largest difference, in units of the largest number; infinite if they are not comparable. */
  static double distance(double[] expected, double[] actual) {
    if (expected.length != actual.length || expected.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      if (!Double.isFinite(actual[i]) || !Double.isFinite(expected[i])) {
        return Double.POSITIVE_INFINITY;
      }
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    return largest == 0 ? Double.POSITIVE_INFINITY : difference / largest;
  }
}
