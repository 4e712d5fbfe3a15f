package io.github.vgg4j.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints what {@link CostRun} measured as the Markdown table of docs/measurements.md. */
final class CostTable {
  private final Collection<Map<Way, Samples>> columns;

  private CostTable(Collection<Map<Way, Samples>> columns) {
    this.columns = columns;
  }

  /** One row for each way, with median and quartiles, and one for each difference of medians. */
  static String of(Map<UserCode, Map<Way, Samples>> measured) {
    return new CostTable(measured.values()).text();
  }

  private String text() {
    StringBuilder table = new StringBuilder("| milliseconds: median (quartiles) |");
    table.append(" VGG-19 |").append(" 200 networks |\n|---|---|---|\n");
    for (Way way : Way.values()) {
      table.append(row(way.title(), column -> spread(column.get(way))));
    }
    table.append(
        row(
            "the generated classes: second row less first",
            column -> less(column, Way.GENERATED_BY_HAND, Way.INTERFACES_ALONE)));
    table.append(
        row(
            "the processor itself: third row less second",
            column -> less(column, Way.PROCESSOR_KEPT, Way.GENERATED_BY_HAND)));
    table.append(
        row(
            "the processor and its loading: fourth row less second",
            column -> less(column, Way.PROCESSOR_LOADED, Way.GENERATED_BY_HAND)));
    return table.toString();
  }

  private String row(String title, Function<Map<Way, Samples>, String> cell) {
    return columns.stream()
        .map(cell)
        .collect(Collectors.joining(" | ", "| " + title + " | ", " |\n"));
  }

  private static String spread(Samples samples) {
    return "%s (%s to %s)"
        .formatted(
            number(samples.median()),
            number(samples.quantile(0.25)),
            number(samples.quantile(0.75)));
  }

  private static String less(Map<Way, Samples> column, Way more, Way fewer) {
    return number(column.get(more).median() - column.get(fewer).median());
  }

  /** Two digits at least. */
  private static String number(double milliseconds) {
    return String.format(
        Locale.ROOT, Math.abs(milliseconds) < 100 ? "%.1f" : "%,.0f", milliseconds);
  }
}
