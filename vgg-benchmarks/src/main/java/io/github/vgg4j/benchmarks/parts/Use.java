package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;

/** What a session is opened for. */
public enum Use {
  INFERENCE("inference"),
  /** By plain SGD. */
  TRAINING("training");

  private final String title;

  Use(String title) {
    this.title = title;
  }

  /** As the table writes it. */
  String title() {
    return title;
  }

  SessionSpec spec(int batch, Precision precision) {
    return this == INFERENCE
        ? SessionSpec.inference(batch, precision, Normalization.UNIT)
        : SessionSpec.training(
            batch,
            precision,
            Normalization.UNIT,
            Optimizer.Sgd.of(StepBenchmark.LEARNING_RATE),
            StepBenchmark.SEED);
  }
}
