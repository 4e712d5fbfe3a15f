package io.github.vgg4j.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an epoch is measured by, under Keras's keys. */
public enum Metric {
  /** Mean cross entropy over the training images, as they passed, in nats. */
  LOSS(Goal.SMALL),
  /** Share of the training images classified right, as they passed, in [0, 1]. */
  ACCURACY(Goal.LARGE),
  /** Mean cross entropy over the validation images after the epoch, in nats. */
  VAL_LOSS(Goal.SMALL),
  /** Share of the validation images classified right after the epoch, in [0, 1]. */
  VAL_ACCURACY(Goal.LARGE),
  /** Learning rate of the epoch's last step. */
  LR(Goal.SMALL);

  /** Which way is better. */
  private enum Goal {
    SMALL,
    LARGE
  }

  private final Goal goal;

  Metric(Goal goal) {
    this.goal = goal;
  }

  /** Keras's key: {@code loss}, {@code val_accuracy} … */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The metric of a key.
   *
   * @throws IllegalArgumentException if there is none; the message lists the keys
   */
  public static Metric of(String key) {
    return Arrays.stream(values())
        .filter(metric -> metric.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no metric '"
                        + key
                        + "'. Use one of "
                        + Arrays.stream(values()).map(Metric::key).collect(Collectors.joining(", "))
                        + "."));
  }

  /** Whether one value is better than another; any is better than NaN. */
  public boolean better(double value, double than) {
    if (Double.isNaN(than)) {
      return !Double.isNaN(value);
    }
    return goal == Goal.SMALL ? value < than : value > than;
  }

  /** Whether it needs validation images. */
  public boolean needsValidation() {
    return this == VAL_LOSS || this == VAL_ACCURACY;
  }
}
