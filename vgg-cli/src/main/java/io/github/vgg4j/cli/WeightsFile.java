package io.github.vgg4j.cli;

import io.github.vgg4j.network.NetworkType;
import java.nio.file.Path;
import java.util.Locale;

/** Where a network's weights lie unless the user says otherwise. */
final class WeightsFile {

  private WeightsFile() {}

  /** The network's name in lower case with hyphens: {@code fashion-vgg-small.safetensors}. */
  static Path of(NetworkType<?> type) {
    String words =
        type.name()
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
            .replaceAll("[^A-Za-z0-9]+", "-");
    return Path.of(words.toLowerCase(Locale.ROOT) + ".safetensors");
  }
}
