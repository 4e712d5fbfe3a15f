package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.benchmarks.compare.Quantiles;
import java.util.List;
import java.util.Locale;

/** The one Markdown table: a row for each {@link Part}. */
final class PartsTable {
  private static final double MILLIS = 1e3;
  private static final double GIGA = 1e9;

  private final List<Part> parts;
  private final double peakFlops;
  private final double peakBytes;

  /**
   * @param peakFlops operations a second of a large matrix product, measured in the same run
   * @param peakBytes bytes a second that the memory moves, measured in the same run
   */
  PartsTable(List<Part> parts, double peakFlops, double peakBytes) {
    this.parts = List.copyOf(parts);
    this.peakFlops = peakFlops;
    this.peakBytes = peakBytes;
  }

  String text() {
    StringBuilder text = new StringBuilder("| network | part | ms: median (quartiles) | rate |");
    text.append(" of the most |%n|---|---|--:|--:|--:|%n".formatted());
    for (Part part : parts) {
      double median = Quantiles.of(part.seconds(), 0.5);
      double rate = part.amount().size() / median;
      text.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  part.network(),
                  part.name(),
                  spread(part.seconds()),
                  rate(rate, part.amount().unit()),
                  share(rate, part.amount().unit())));
    }
    return text.toString();
  }

  private static String spread(List<Double> seconds) {
    return "%s (%s to %s)"
        .formatted(
            number(MILLIS * Quantiles.of(seconds, 0.5)),
            number(MILLIS * Quantiles.of(seconds, 0.25)),
            number(MILLIS * Quantiles.of(seconds, 0.75)));
  }

  private static String rate(double rate, Part.Unit unit) {
    return switch (unit) {
      case FLOP -> number(rate / GIGA) + " GFLOP/s";
      case BYTE -> number(rate / GIGA) + " GB/s";
      case IMAGE -> number(rate) + " images/s";
      case NONE -> "";
    };
  }

  private String share(double rate, Part.Unit unit) {
    return switch (unit) {
      case FLOP -> percent(rate / peakFlops);
      case BYTE -> percent(rate / peakBytes);
      case IMAGE, NONE -> "";
    };
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? String.format(Locale.ROOT, "%.0f %%", 100 * share) : "";
  }

  /** Three digits at least. */
  private static String number(double value) {
    String format =
        value < 0.1 ? "%.4f" : value < 1 ? "%.3f" : value < 10 ? "%.2f" : value < 100 ? "%.1f" : "";
    return String.format(Locale.ROOT, format.isEmpty() ? "%,.0f" : format, value);
  }
}
