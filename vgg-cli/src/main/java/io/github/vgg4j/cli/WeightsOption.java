package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.StoredWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --weights}: the trained numbers to use. */
final class WeightsOption {

  @Option(
      names = {"-w", "--weights"},
      paramLabel = "FILE",
      description = {
        "Weights as safetensors, with torchvision's names.",
        "Default: what 'vgg train' of the network wrote in this folder."
      })
  private @Nullable Path weights;

  /** The file, whether it was named or not. */
  Path file(NetworkType<?> type, Terminal terminal) {
    return terminal.resolve(weights != null ? weights : WeightsFile.of(type));
  }

  /** The network with these weights. */
  Network load(NetworkType<?> type, Terminal terminal) throws IOException {
    return type.load(existing(type, terminal));
  }

  /**
   * These weights for a session, which needs no network beside it.
   *
   * @throws UsageException if the session's format needs what they lack
   */
  StoredWeights open(NetworkType<?> type, Precision precision, Terminal terminal)
      throws IOException {
    StoredWeights stored = StoredWeights.open(type.plan(), existing(type, terminal));
    if (precision == Precision.INT8 && !stored.isCalibrated()) {
      stored.close();
      throw notCalibrated(type, terminal);
    }
    return stored;
  }

  private Path existing(NetworkType<?> type, Terminal terminal) throws IOException {
    Path file = file(type, terminal);
    if (!Files.exists(file)) {
      throw new IOException(
          "There is no file "
              + terminal.show(file)
              + ". Train the network first, 'vgg train --network "
              + type.name()
              + "', or name a file with --weights.");
    }
    return file;
  }

  /**
   * The network with these weights, which know what is needed to compute in a format.
   *
   * @throws UsageException if they do not; the message has the command that helps
   */
  Network load(NetworkType<?> type, Precision precision, Terminal terminal) throws IOException {
    Network network = load(type, terminal);
    if (precision == Precision.INT8 && network.parameters().calibration().isEmpty()) {
      network.close();
      throw notCalibrated(type, terminal);
    }
    return network;
  }

  private UsageException notCalibrated(NetworkType<?> type, Terminal terminal) {
    return new UsageException(
        "%s has not been calibrated, which int8 needs. Run 'vgg calibrate --network %s%s' once."
            .formatted(
                terminal.show(file(type, terminal)),
                type.name(),
                weights == null ? "" : " --weights " + weights));
  }
}
