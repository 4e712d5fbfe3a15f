package io.github.vgg4j.benchmarks.compare;

/** One contender at one work: the network is built and its weights are loaded. */
interface Runner extends AutoCloseable {

  /** Learning rate of all: small, so that random labels do not drive the numbers to infinity. */
  double LEARNING_RATE = 1e-3;

  /** One step of the job's mode, done when this returns. */
  void step();

  /** Logits of the job's images at inference, image by image. */
  float[] logits();

  /** What runs, with versions, on one line. */
  String version();

  @Override
  void close();
}
