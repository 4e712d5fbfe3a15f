package io.github.vgg4j.cli;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.train.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How weights move: {@code --optimizer --lr --momentum --weight-decay --schedule --clip-norm
 * --accumulate}.
 */
final class OptimizerOptions {

  /** Kinds of optimizer, as users write them. */
  enum Kind {
    sgd,
    adam,
    adamw
  }

  /** Kinds of schedule, as users write them. */
  enum Rate {
    constant,
    cosine
  }

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "sgd",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.sgd;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description =
          "Learning rate to start from. Default: "
              + Defaults.SGD_RATE_WITH_BATCH_NORM
              + " for sgd on networks with batch norm, "
              + Defaults.SGD_RATE_PLAIN
              + " without, "
              + Defaults.ADAM_RATE
              + " for adam and adamw.")
  private @Nullable Double learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "SHARE",
      description =
          "Momentum of sgd, from 0 to below 1. Default: "
              + Defaults.MOMENTUM_WITH_BATCH_NORM
              + " for networks with batch norm, else "
              + Defaults.MOMENTUM_PLAIN
              + ".")
  private @Nullable Double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "FACTOR",
      description =
          "Pulls weights towards 0, such as 0.0005: times the weight it is added to the gradient;"
              + " adamw pulls apart from the gradient. Default: 0, for adamw 0.01.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      defaultValue = "cosine",
      description =
          "How the learning rate goes on: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Rate schedule = Rate.cosine;

  @Option(
      names = "--clip-norm",
      paramLabel = "NORM",
      description =
          "The most that the L2 norm of all gradients together may be before an update, such as"
              + " 1.0. Default: no limit.")
  private @Nullable Double clipNorm;

  @Option(
      names = "--accumulate",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Batches whose mean gradient makes one update: as with N times the batch, in the memory"
              + " of one. Default: ${DEFAULT-VALUE}.")
  private int accumulation = 1;

  /** The optimizer that was asked for. */
  Optimizer optimizer(NetworkPlan plan) {
    if (momentum != null && kind != Kind.sgd) {
      throw new UsageException("--momentum goes with --optimizer sgd, not with " + kind);
    }
    try {
      return switch (kind) {
        case sgd -> {
          Optimizer.Sgd sgd =
              Optimizer.Sgd.of(learningRate(Defaults.sgdRate(plan)))
                  .momentum(momentum != null ? momentum : Defaults.momentum(plan));
          yield weightDecay == null ? sgd : sgd.weightDecay(weightDecay);
        }
        case adam -> {
          Optimizer.Adam adam = Optimizer.Adam.of(learningRate(Defaults.ADAM_RATE));
          yield weightDecay == null ? adam : adam.weightDecay(weightDecay);
        }
        case adamw -> {
          Optimizer.AdamW adamw = Optimizer.AdamW.of(learningRate(Defaults.ADAM_RATE));
          yield weightDecay == null ? adamw : adamw.weightDecay(weightDecay);
        }
      };
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  Schedule schedule() {
    return schedule == Rate.cosine ? Schedule.cosine() : Schedule.constant();
  }

  /** What becomes of gradients before an update. */
  Gradients gradients() {
    Checks.atLeast("--accumulate", 1, accumulation);
    if (clipNorm == null) {
      return new Gradients(Gradients.NO_CLIPPING, accumulation);
    }
    Checks.aboveZero("--clip-norm", clipNorm);
    return new Gradients(clipNorm, accumulation);
  }

  private double learningRate(double otherwise) {
    return learningRate != null ? learningRate : otherwise;
  }
}
