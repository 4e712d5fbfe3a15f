package io.github.vgg4j.cli;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;

/** What the commands take where the user says nothing; every such number stands here. */
final class Defaults {

  /** The sample that trains well in a minute or two on a laptop. */
  static final String NETWORK = "FashionVggSmall";

  static final int EPOCHS = 8;
  static final int BATCH = 32;
  static final long SEED = 42;

  /** SGD's learning rate without batch norm, the textbook's. */
  static final double SGD_RATE_PLAIN = 0.05;

  /** SGD's learning rate with batch norm, whose momentum makes each step go further. */
  static final double SGD_RATE_WITH_BATCH_NORM = 0.03;

  /** Learning rate of Adam and AdamW. */
  static final double ADAM_RATE = 0.001;

  /** Momentum of SGD where batch norm keeps steps in bounds. */
  static final double MOMENTUM_WITH_BATCH_NORM = 0.9;

  /** Momentum of SGD without batch norm: the textbook's recipe is plain SGD. */
  static final double MOMENTUM_PLAIN = 0;

  /** Pixels by which {@code --augment} moves images. */
  static final int AUGMENT_SHIFT = 2;

  /** Images in a step of evaluation. */
  static final int EVALUATION_BATCH = 128;

  /** Training images that {@code calibrate} looks at. */
  static final int CALIBRATION_IMAGES = 500;

  /** Learning rate of {@code bench}, too small to blow up on random images. */
  static final double BENCH_RATE = 1e-6;

  /**
   * What {@code bench} says that 255 stands for in int8: initialised weights keep numbers near 1.
   */
  static final float BENCH_RANGE = 4;

  private Defaults() {}

  /** Learning rate of SGD for a network. */
  static double sgdRate(NetworkPlan plan) {
    return hasBatchNorm(plan) ? SGD_RATE_WITH_BATCH_NORM : SGD_RATE_PLAIN;
  }

  /** Momentum of SGD for a network. */
  static double momentum(NetworkPlan plan) {
    return hasBatchNorm(plan) ? MOMENTUM_WITH_BATCH_NORM : MOMENTUM_PLAIN;
  }

  private static boolean hasBatchNorm(NetworkPlan plan) {
    return plan.layers().stream().anyMatch(Layer.BatchNorm.class::isInstance);
  }
}
