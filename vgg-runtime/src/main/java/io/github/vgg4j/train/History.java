package io.github.vgg4j.train;

import java.util.List;

/**
 * What came of a training run, epoch by epoch.
 *
 * @param epochs in order; empty if training stopped within the first
 */
public record History(List<Epoch> epochs) {

  /**
   * One pass over the training images.
   *
   * @param epoch counted from 1
   * @param loss mean cross entropy over the training images as they passed, in nats
   * @param accuracy share of them classified right, in [0, 1]
   * @param valLoss over the validation images after the epoch; NaN without any
   * @param valAccuracy over the validation images after the epoch; NaN without any
   * @param learningRate of the last step
   * @param images training images that passed
   * @param seconds of training, validation not counted
   */
  public record Epoch(
      int epoch,
      double loss,
      double accuracy,
      double valLoss,
      double valAccuracy,
      double learningRate,
      int images,
      double seconds) {

    /** Training images per second. */
    public double imagesPerSecond() {
      return images / seconds;
    }

    /** The value of a metric. */
    public double get(Metric metric) {
      return switch (metric) {
        case LOSS -> loss;
        case ACCURACY -> accuracy;
        case VAL_LOSS -> valLoss;
        case VAL_ACCURACY -> valAccuracy;
        case LR -> learningRate;
      };
    }
  }

  public History {
    epochs = List.copyOf(epochs);
  }

  /**
   * The last epoch.
   *
   * @throws IllegalStateException if there was none
   */
  public Epoch last() {
    if (epochs.isEmpty()) {
      throw new IllegalStateException("The run has no finished epoch");
    }
    return epochs.get(epochs.size() - 1);
  }

  /** A metric's value after each epoch. */
  public List<Double> get(Metric metric) {
    return epochs.stream().map(epoch -> epoch.get(metric)).toList();
  }

  /**
   * A metric's value after each epoch, by Keras's key.
   *
   * @throws IllegalArgumentException if there is no such metric
   */
  public List<Double> get(String key) {
    return get(Metric.of(key));
  }

  /** Seconds of training in all epochs, validation not counted. */
  public double seconds() {
    return epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  /** Training images per second over all epochs. */
  public double imagesPerSecond() {
    return epochs.stream().mapToLong(Epoch::images).sum() / seconds();
  }
}
