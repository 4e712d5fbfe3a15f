package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** {@code --engine} and {@code --precision}: what computes. */
final class EngineOptions {

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "nd4j, onednn, cuda or auto, the best that can run here; see 'vgg engines'.")
  private String name = "auto";

  @Option(
      names = "--precision",
      paramLabel = "FORMAT",
      defaultValue = "f32",
      description = "${COMPLETION-CANDIDATES}: the format it computes in. Default: f32.",
      completionCandidates = PrecisionNames.class)
  private Precision precision = Precision.F32;

  /** The engine that was asked for. */
  Engine engine() {
    Engine engine = named();
    if (!engine.precisions().contains(precision)) {
      throw new UsageException(
          "Engine "
              + engine.name()
              + " does not compute in "
              + precision.label()
              + ", only in "
              + engine.precisions().stream()
                  .map(Precision::label)
                  .collect(Collectors.joining(", ")));
    }
    return engine;
  }

  Precision precision() {
    return precision;
  }

  private Engine named() {
    try {
      return Engines.named(name);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }
}
