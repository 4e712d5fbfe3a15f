package io.github.vgg4j.cuda.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The texts that kernels are compiled from. */
final class KernelText {

  /** What sources include. */
  static final List<String> HEADERS =
      List.of("vgg.cuh", "columns.cuh", "division.cuh", "moments.cuh");

  private KernelText() {}

  /**
   * A text of this package's resources.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  static String of(String file) {
    try (InputStream stream = KernelText.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalArgumentException("There is no source of kernels called " + file);
      }
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the source of kernels " + file, e);
    }
  }
}
