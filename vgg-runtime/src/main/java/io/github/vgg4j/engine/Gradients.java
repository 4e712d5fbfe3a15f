package io.github.vgg4j.engine;

/**
 * What becomes of gradients between the backward pass and the update: those of several batches are
 * averaged, and the mean is shortened where it is too long.
 *
 * @param clipNorm the most that the L2 norm of the mean gradient may be, over all trained
 *     parameters together: above 0, {@link #NO_CLIPPING} for any length
 * @param accumulation training steps whose gradients are averaged for one update: at least 1
 */
public record Gradients(double clipNorm, int accumulation) {

  /** A norm that no gradient exceeds. */
  public static final double NO_CLIPPING = Double.POSITIVE_INFINITY;

  /** Every step's gradient moves the weights as it is. */
  public static final Gradients AS_THEY_ARE = new Gradients(NO_CLIPPING, 1);

  /** PyTorch's, so that a norm of 0 can be divided by. */
  private static final double TINY = 1e-6;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Gradients {
    if (!(clipNorm > 0)) {
      throw new IllegalArgumentException(
          "clip norm must be above 0, but is " + clipNorm + ". Leave it out to clip nothing.");
    }
    if (accumulation < 1) {
      throw new IllegalArgumentException(
          "accumulation must be at least 1 batch, but is "
              + accumulation
              + ". Use 1 to update after every batch.");
    }
  }

  /** The same with another limit of the norm. */
  public Gradients clipNorm(double newClipNorm) {
    return new Gradients(newClipNorm, accumulation);
  }

  /** The same with another number of steps for one update. */
  public Gradients accumulation(int newAccumulation) {
    return new Gradients(clipNorm, newAccumulation);
  }

  /** Whether the norm has a limit. */
  public boolean clips() {
    return clipNorm < NO_CLIPPING;
  }

  /** Whether an update takes the gradients of several steps. */
  public boolean accumulates() {
    return accumulation > 1;
  }

  /**
   * Whether a training step ends in an update.
   *
   * @param step training steps done before it
   */
  public boolean updatesAt(long step) {
    return step % accumulation == accumulation - 1;
  }

  /** Updates made in so many training steps, which Adam's bias correction counts. */
  public long updates(long steps) {
    return steps / accumulation;
  }

  /**
   * What a gradient is multiplied by: {@code min(1, clipNorm / (norm + 1e-6))} (Pascanu, Mikolov
   * and Bengio 2013, algorithm 1; the summand is that of PyTorch's {@code clip_grad_norm_}).
   *
   * @param norm L2 norm of the mean gradient; NaN gives NaN
   */
  public double clipScale(double norm) {
    return clips() ? Math.min(1, clipNorm / (norm + TINY)) : 1;
  }
}
