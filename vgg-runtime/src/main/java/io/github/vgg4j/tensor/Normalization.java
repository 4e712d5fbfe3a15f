package io.github.vgg4j.tensor;

import java.util.Collections;
import java.util.List;

/**
 * How a byte becomes a network's input: {@code (byte / 255 - mean) / deviation}, per channel.
 *
 * @param mean one for each channel, or a single one for all
 * @param deviation as many as {@code mean}, each above 0
 */
public record Normalization(List<Float> mean, List<Float> deviation) {

  /** Bytes to [0, 1], nothing else; what the textbook does. */
  public static final Normalization UNIT = new Normalization(List.of(0f), List.of(1f));

  /** Mean and deviation of Fashion-MNIST's training pixels. */
  public static final Normalization FASHION_MNIST =
      new Normalization(List.of(0.2860f), List.of(0.3530f));

  /** Mean and deviation that torchvision's ImageNet weights were trained with. */
  public static final Normalization IMAGENET =
      new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

  public Normalization {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (mean.isEmpty() || mean.size() != deviation.size()) {
      throw new IllegalArgumentException(
          "Normalization needs as many deviations as means and at least one, but has "
              + mean.size()
              + " means and "
              + deviation.size()
              + " deviations");
    }
    for (float value : deviation) {
      if (!(value > 0) || Float.isInfinite(value)) {
        throw new IllegalArgumentException("A deviation must be above 0, but is " + value);
      }
    }
  }

  /**
   * The same with one mean and one deviation for each channel.
   *
   * @throws IllegalArgumentException if it is for another number of channels
   */
  public Normalization forChannels(int channels) {
    if (mean.size() == channels) {
      return this;
    }
    if (mean.size() != 1) {
      throw new IllegalArgumentException(
          "The normalization has means for "
              + mean.size()
              + " channels, but the images have "
              + channels);
    }
    return new Normalization(
        Collections.nCopies(channels, mean.get(0)),
        Collections.nCopies(channels, deviation.get(0)));
  }

  /** The input for every byte of one channel: 256 floats. */
  public float[] table(int channel) {
    float m = mean.get(Math.min(channel, mean.size() - 1));
    float d = deviation.get(Math.min(channel, deviation.size() - 1));
    float[] table = new float[256];
    for (int b = 0; b < table.length; b++) {
      table[b] = (b / 255f - m) / d;
    }
    return table;
  }
}
