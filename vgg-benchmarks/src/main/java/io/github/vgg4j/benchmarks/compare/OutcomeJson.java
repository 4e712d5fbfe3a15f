package io.github.vgg4j.benchmarks.compare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vgg4j.engine.Precision;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** All matches as one JSON array on one line, an object for each contender in each match. */
final class OutcomeJson {
  private static final JsonFactory JSON = new JsonFactory();

  private OutcomeJson() {}

  static String of(List<Tournament.Played> played, Map<Precision, Double> peakFlops) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (Tournament.Played match : played) {
        for (Outcome outcome : match.outcomes()) {
          write(json, match, outcome, peakFlops);
        }
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException("A string writer cannot fail", e);
    }
    return text.toString();
  }

  private static void write(
      JsonGenerator json,
      Tournament.Played match,
      Outcome outcome,
      Map<Precision, Double> peakFlops)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("work", match.work().name());
    json.writeStringField("mode", match.mode().title());
    json.writeNumberField("batch", match.work().batch());
    json.writeStringField("contender", outcome.contender().label());
    json.writeStringField("precision", outcome.contender().precision().label());
    if (outcome.failed() || outcome.steps() == 0) {
      json.writeStringField("failure", outcome.failure());
    } else {
      json.writeStringField("version", outcome.version());
      json.writeNumberField("steps", outcome.steps());
      json.writeNumberField("median_seconds", outcome.quantile(0.5));
      json.writeNumberField("lower_quartile_seconds", outcome.quantile(0.25));
      json.writeNumberField("upper_quartile_seconds", outcome.quantile(0.75));
      json.writeNumberField("p99_seconds", outcome.quantile(0.99));
      json.writeNumberField("images_per_second", match.work().batch() / outcome.quantile(0.5));
      json.writeNumberField("peak_rss_bytes", outcome.peakBytes());
      json.writeNumberField("first_step_seconds", outcome.firstSeconds());
      json.writeNumberField("step_flops", match.work().flops(match.mode()));
      Double peak = peakFlops.get(outcome.contender().precision());
      if (peak != null) {
        json.writeNumberField("peak_flops", peak);
      }
    }
    json.writeEndObject();
  }
}
