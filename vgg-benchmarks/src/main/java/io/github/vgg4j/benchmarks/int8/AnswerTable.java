package io.github.vgg4j.benchmarks.int8;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The Markdown of one work: a row for each layer, and the sums with their ratio. */
final class AnswerTable {
  private static final double MILLIS = 1e3;

  private final String title;
  private final List<LayerAnswer> layers;

  AnswerTable(String title, List<LayerAnswer> layers) {
    this.title = title;
    this.layers = List.copyOf(layers);
  }

  String text() {
    StringBuilder text =
        new StringBuilder(
            """
            ### %s

            | layer | bf16, ms | int8, ms | bf16 / int8 | code in bf16 | code in int8 |
            |---|--:|--:|--:|---|---|
            """
                .formatted(title));
    for (LayerAnswer one : layers) {
      text.append(row(one.layer(), one.bf16(), one.int8(), one.bf16Code(), one.int8Code()));
    }
    double bf16 = sum(LayerAnswer::bf16);
    text.append(row("**sum**", bf16, sum(LayerAnswer::int8), "", ""));
    double best = sum(one -> Math.min(one.bf16(), one.int8()));
    text.append(row("sum of the faster of the two, layer by layer", bf16, best, "", ""));
    return text.toString();
  }

  private double sum(ToDoubleFunction<LayerAnswer> seconds) {
    return layers.stream().mapToDouble(seconds).sum();
  }

  private static String row(
      String name, double bf16, double int8, String bf16Code, String int8Code) {
    return String.format(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.2f | %s | %s |%n",
        name,
        MILLIS * bf16,
        MILLIS * int8,
        bf16 / int8,
        bf16Code,
        int8Code);
  }
}
