package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Optimizer.Sgd;

/** Every kind of update, and what it must move at least. */
public enum UpdateKind {
  SGD("plain SGD"),
  SGD_DECAY("SGD with weight decay"),
  MOMENTUM("SGD with momentum"),
  NESTEROV("SGD with Nesterov's momentum"),
  ADAM("Adam"),
  ADAMW("AdamW");

  private static final double DECAY = 5e-4;
  private static final double SHARE = 0.9;

  private final String title;

  UpdateKind(String title) {
    this.title = title;
  }

  /** As the table writes it. */
  String title() {
    return title;
  }

  Optimizer optimizer() {
    double rate = StepBenchmark.LEARNING_RATE;
    return switch (this) {
      case SGD -> Sgd.of(rate);
      case SGD_DECAY -> Sgd.of(rate).weightDecay(DECAY);
      case MOMENTUM -> Sgd.of(rate).momentum(SHARE);
      case NESTEROV -> Sgd.of(rate).momentum(SHARE).nesterov();
      case ADAM -> Optimizer.Adam.of(rate);
      case ADAMW -> Optimizer.AdamW.of(rate);
    };
  }

  /** The floor for one weight: it and each slot are read and written, its gradient is read. */
  int bytesPerWeight() {
    return Float.BYTES * (3 + 2 * optimizer().slots());
  }
}
