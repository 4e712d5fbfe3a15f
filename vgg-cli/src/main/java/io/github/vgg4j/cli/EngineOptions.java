package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Threads;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute on the CPU, 1 to 4096. Default: as many as cores.")
  private @Nullable Integer threads;

  /** The engine that was asked for. */
  Engine engine() {
    if (threads != null) {
      Checks.atLeast("--threads", 1, threads);
      System.setProperty(Threads.PROPERTY, Integer.toString(threads));
    }
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
