package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.arch.NetworkPlan;

/**
 * The images that a network's input pipeline starts from: grey ones as Fashion-MNIST has them,
 * coloured ones of ImageNet's commonest size.
 */
enum Source {
  GREY("PNG", 1, 28, 28),
  COLOUR("JPEG", 3, 375, 500);

  private static final int MOST_BYTES = 32 << 20;
  private static final int MOST_IMAGES = 10_000;

  private final String format;
  private final int channels;
  private final int height;
  private final int width;

  Source(String format, int channels, int height, int width) {
    this.format = format;
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  /**
   * What suits a network.
   *
   * @throws IllegalArgumentException if it takes neither grey nor coloured images
   */
  static Source of(NetworkPlan plan) {
    return switch (plan.input().channels()) {
      case 1 -> GREY;
      case 3 -> COLOUR;
      default ->
          throw new IllegalArgumentException(
              "Files hold images of 1 or 3 channels, but the network takes "
                  + plan.input().channels());
    };
  }

  /** The file's format, as {@code ImageIO} calls it. */
  String format() {
    return format;
  }

  int channels() {
    return channels;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  int imageBytes() {
    return channels * height * width;
  }

  /** Images of a pass: as many as 32 MiB hold, but two batches at least. */
  int passImages(int batch) {
    return Math.max(2 * batch, Math.min(MOST_IMAGES, MOST_BYTES / imageBytes()));
  }

  /** As the table writes it: {@code 3 x 375 x 500}. */
  String title() {
    return channels + " x " + height + " x " + width;
  }
}
