package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.engine.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The Markdown of one {@link Match}: a row for each contender, and a line for each that failed. */
final class ComparisonTable {
  private static final double MEBI = 1 << 20;
  private static final double MILLIS = 1000;

  private final Work work;
  private final Mode mode;
  private final List<Outcome> outcomes;
  private final Map<Precision, Double> peakFlops;

  /**
   * @param peakFlops measured operations a second of a large matrix product, where known
   */
  ComparisonTable(Work work, Mode mode, List<Outcome> outcomes, Map<Precision, Double> peakFlops) {
    this.work = work;
    this.mode = mode;
    this.outcomes = outcomes;
    this.peakFlops = peakFlops;
  }

  /** Heading, table and failures. */
  String text() {
    boolean latency = work.measure() == Work.Measure.LATENCY;
    StringBuilder text = new StringBuilder("### %s, %s%n%n".formatted(work.title(), mode.title()));
    text.append(
        "| contender | %s | to the best peer | share of peak | peak memory, MiB | start to first %s, s | steps |%n"
            .formatted(
                latency ? "median, ms | 99th percentile, ms" : "images/s | step, ms (quartiles)",
                mode == Mode.TRAIN ? "step" : "prediction"));
    text.append("|---|--:|--:|--:|--:|--:|--:|--:|%n".formatted());
    outcomes.stream().filter(ComparisonTable::measured).map(this::row).forEach(text::append);
    for (Outcome outcome : outcomes) {
      if (!measured(outcome)) {
        String reason = outcome.failure() == null ? "it was not measured" : outcome.failure();
        text.append("%n%s did not run: %s.%n".formatted(outcome.contender().label(), reason));
      }
    }
    return text.toString();
  }

  private static boolean measured(Outcome outcome) {
    return !outcome.failed() && outcome.steps() > 0;
  }

  private String row(Outcome outcome) {
    double median = outcome.quantile(0.5);
    String speed =
        work.measure() == Work.Measure.LATENCY
            ? "%s | %s".formatted(millis(median), millis(outcome.quantile(0.99)))
            : "%s | %s (%s to %s)"
                .formatted(
                    number(work.batch() / median),
                    millis(median),
                    millis(outcome.quantile(0.25)),
                    millis(outcome.quantile(0.75)));
    return "| %s | %s | %s | %s | %s | %s | %d |%n"
        .formatted(
            outcome.contender().label(),
            speed,
            ratio(outcome, median),
            share(outcome, median),
            outcome.peakBytes() == 0 ? "" : number(outcome.peakBytes() / MEBI),
            String.format(Locale.ROOT, "%.2f", outcome.firstSeconds()),
            outcome.steps());
  }

  /** Of speeds, or for latency of times; the peers' best in the same precision is 1. */
  private String ratio(Outcome outcome, double median) {
    OptionalDouble best = bestPeer(outcome.contender().precision());
    if (best.isEmpty()) {
      return "";
    }
    double ratio =
        work.measure() == Work.Measure.LATENCY
            ? median / best.getAsDouble()
            : best.getAsDouble() / median;
    return String.format(Locale.ROOT, "%.2f", ratio);
  }

  private OptionalDouble bestPeer(Precision precision) {
    return outcomes.stream()
        .filter(ComparisonTable::measured)
        .filter(outcome -> outcome.contender().side() == Contender.Side.PEER)
        .filter(outcome -> outcome.contender().precision() == precision)
        .mapToDouble(outcome -> outcome.quantile(0.5))
        .min();
  }

  private String share(Outcome outcome, double median) {
    Double peak = peakFlops.get(outcome.contender().precision());
    return peak == null
        ? ""
        : String.format(Locale.ROOT, "%.0f %%", 100 * work.flops(mode) / median / peak);
  }

  private static String millis(double seconds) {
    return number(MILLIS * seconds);
  }

  /** Three digits at least. */
  private static String number(double value) {
    String format = value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, format, value);
  }
}
