package io.github.vgg4j.cuda;

/**
 * Says of an activation that a ReLU made it: it is 0 where nothing flows back. A dropout that is
 * drawn over it makes more of it 0 and what is left larger, so that the activation itself still
 * tells what flows back, and how much.
 */
final class Gate {

  private float scale = 1;

  /** What the gradient is multiplied by where the activation is above 0. */
  float scale() {
    return scale;
  }

  /** Drops numbers with a probability, the others grow. */
  void dropped(double rate) {
    scale *= (float) (1 / (1 - rate));
  }

  /** Whether the gradient passes as it is where the activation is above 0. */
  boolean isPlain() {
    return scale == 1;
  }
}
