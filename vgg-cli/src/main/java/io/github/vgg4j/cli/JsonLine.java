package io.github.vgg4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object on one line, keys in the order they were put; the last line of standard output
 * under {@code --json}. A number that JSON has not, NaN or infinite, becomes null.
 */
final class JsonLine {

  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  JsonLine put(String key, @Nullable String value) {
    values.put(key, value);
    return this;
  }

  JsonLine put(String key, long value) {
    values.put(key, value);
    return this;
  }

  JsonLine put(String key, double value) {
    values.put(key, Double.isFinite(value) ? value : null);
    return this;
  }

  /** A value that is not known here. */
  JsonLine putNull(String key) {
    values.put(key, null);
    return this;
  }

  /** The object, without a line end. */
  @Override
  public String toString() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      for (Map.Entry<String, @Nullable Object> entry : values.entrySet()) {
        json.writeFieldName(entry.getKey());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("A string writer cannot fail", e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else {
      json.writeString(value.toString());
    }
  }
}
