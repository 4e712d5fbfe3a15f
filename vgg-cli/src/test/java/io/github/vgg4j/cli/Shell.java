package io.github.vgg4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Runs the command in a folder as a user would, and makes images to run it on. */
final class Shell {

  private static final int HEIGHT = 12;
  private static final int WIDTH = 8;
  private static final int CLASSES = 10;

  private final Path folder;

  Shell(Path folder) {
    this.folder = folder;
  }

  /** What a command printed, and its exit code. */
  record Outcome(int code, String out, String err) {

    Outcome expect(int expected) {
      assertEquals(expected, code, out + err);
      return this;
    }

    /** One clear paragraph on standard error, and no stack trace. */
    Outcome complains(int expected, String... parts) {
      expect(expected);
      for (String part : parts) {
        assertTrue(err.contains(part), () -> "'" + part + "' is not in: " + err);
      }
      assertTrue(err.startsWith("vgg: "), err);
      assertTrue(!err.contains("\tat ") && !err.contains("This should not happen"), err);
      return this;
    }

    /** The JSON object in the last line, numbers as they are written. */
    Map<String, String> json() throws IOException {
      List<String> lines = out.lines().toList();
      Map<String, String> values = new LinkedHashMap<>();
      try (JsonParser parser = new JsonFactory().createParser(lines.get(lines.size() - 1))) {
        assertEquals(JsonToken.START_OBJECT, parser.nextToken());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = parser.currentName();
          parser.nextToken();
          values.put(key, parser.getText());
        }
      }
      return values;
    }
  }

  Path folder() {
    return folder;
  }

  Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Vgg.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            folder,
            args);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A folder {@code data} of images whose class is the row that is lit. */
  Path makeData() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    write(data, "train", 200);
    write(data, "t10k", 50);
    return data;
  }

  private static void write(Path data, String part, int images) throws IOException {
    ByteBuffer pixels = ByteBuffer.allocate(16 + images * HEIGHT * WIDTH);
    pixels.putInt(0x803).putInt(images).putInt(HEIGHT).putInt(WIDTH);
    ByteBuffer labels = ByteBuffer.allocate(8 + images);
    labels.putInt(0x801).putInt(images);
    for (int i = 0; i < images; i++) {
      labels.put((byte) (i % CLASSES));
      for (int p = 0; p < HEIGHT * WIDTH; p++) {
        int noise = (i * 31 + p * 17) % 40;
        pixels.put((byte) (p / WIDTH == 1 + i % CLASSES ? 255 - noise : noise));
      }
    }
    gzip(data.resolve(part + "-images-idx3-ubyte.gz"), pixels.array());
    gzip(data.resolve(part + "-labels-idx1-ubyte.gz"), labels.array());
  }

  private static void gzip(Path file, byte[] bytes) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(bytes);
    }
  }
}
