package io.github.vgg4j.train;

/** The learning rate of each step, as a share of the optimizer's own. */
public sealed interface Schedule {

  /**
   * The learning rate of a step.
   *
   * @param initial the optimizer's
   * @param step from 0
   * @param steps of the whole run
   */
  double rate(double initial, long step, long steps);

  /** The optimizer's rate throughout. */
  static Schedule constant() {
    return new Constant();
  }

  /**
   * Half a cosine from the optimizer's rate to 0, without restarts (Loshchilov and Hutter 2017,
   * equation 5).
   */
  static Schedule cosine() {
    return new Cosine();
  }

  /** See {@link Schedule#constant}. */
  record Constant() implements Schedule {
    @Override
    public double rate(double initial, long step, long steps) {
      return initial;
    }
  }

  /** See {@link Schedule#cosine}. */
  record Cosine() implements Schedule {
    @Override
    public double rate(double initial, long step, long steps) {
      return initial * 0.5 * (1 + Math.cos(Math.PI * step / steps));
    }
  }
}
