package io.github.vgg4j.cuda.kernel;

/**
 * Size of a batch of feature maps, which lie in memory as images x height x width x channels
 * (NHWC).
 *
 * @param images at least 1, as all sizes
 * @param height in pixels
 * @param width in pixels
 * @param channels next to each other in memory
 */
public record MapShape(int images, int height, int width, int channels) {

  public MapShape {
    if (Math.min(Math.min(images, height), Math.min(width, channels)) < 1) {
      throw new IllegalArgumentException(
          String.format(
              "Sizes must be at least 1, but a map is to be %dx%dx%dx%d",
              images, height, width, channels));
    }
  }

  /** Maps of the same size, of so many images. */
  public MapShape times(int newImages) {
    return new MapShape(newImages, height, width, channels);
  }

  /** Pixels of all images: images x height x width. */
  public long rows() {
    return (long) images * height * width;
  }

  /** Numbers of all images. */
  public long elements() {
    return rows() * channels;
  }
}
