package io.github.vgg4j.arch;

/**
 * The shape of one image or feature map: channels x height x width.
 *
 * <p>A flat vector of n features, such as the input of a dense layer, is {@code n x 1 x 1}.
 *
 * @param channels number of channels, at least 1
 * @param height rows, at least 1
 * @param width columns, at least 1
 */
public record Shape(int channels, int height, int width) {

  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A shape needs at least 1 x 1 x 1, but is " + channels + " x " + height + " x " + width);
    }
  }

  /** The shape of a vector of {@code features} numbers. */
  public static Shape vector(int features) {
    return new Shape(features, 1, 1);
  }

  /** Numbers in one image of this shape: channels * height * width. */
  public long elements() {
    return (long) channels * height * width;
  }

  /** As the tables print it: {@code 64 x 112 x 112}, or {@code 4096} for a vector. */
  @Override
  public String toString() {
    return height == 1 && width == 1
        ? Integer.toString(channels)
        : channels + " x " + height + " x " + width;
  }
}
