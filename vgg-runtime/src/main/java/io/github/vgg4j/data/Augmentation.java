package io.github.vgg4j.data;

import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.RandomStreams.Purpose;
import java.nio.ByteBuffer;

/**
 * Random changes to training images that keep their class: mirrored left to right, and moved by
 * whole pixels, zeros moving in. What is drawn depends on seed, epoch and image alone.
 *
 * @param flip whether images are mirrored
 * @param shift farthest move up, down, left and right, in pixels, at least 0
 */
public record Augmentation(Flip flip, int shift) {

  /** Whether images are mirrored. */
  public enum Flip {
    /** Never. */
    NONE,
    /** Left to right, every other image on average. */
    HORIZONTAL
  }

  /** Leaves images as they are. */
  public static final Augmentation NONE = new Augmentation(Flip.NONE, 0);

  public Augmentation {
    if (shift < 0) {
      throw new IllegalArgumentException("A shift must be at least 0 pixels, but is " + shift);
    }
  }

  /** Mirrors every other image and moves each by up to {@code shift} pixels. */
  public static Augmentation flipAndShift(int shift) {
    return new Augmentation(Flip.HORIZONTAL, shift);
  }

  /** What happens to one image: moved right by dx and down by dy, after it was mirrored. */
  record Change(boolean mirrored, int dx, int dy) {

    /** Leaves an image as it is. */
    static final Change NONE = new Change(false, 0, 0);
  }

  Change draw(RandomStreams streams, int epoch, int image, int[] four) {
    streams.draw(Purpose.AUGMENTATION, epoch, image, four);
    return new Change(flip == Flip.HORIZONTAL && four[0] < 0, offset(four[1]), offset(four[2]));
  }

  private int offset(int random) {
    return (int) (RandomStreams.unit(random) * (2 * shift + 1)) - shift;
  }

  /**
   * Writes one changed image.
   *
   * @param image channels x height x width bytes
   * @param row scratch of {@code width} bytes
   */
  static void apply(
      Change change,
      byte[] image,
      int channels,
      int height,
      int width,
      byte[] row,
      ByteBuffer target,
      int offset) {
    for (int line = 0; line < channels * height; line++) {
      int y = line % height - change.dy();
      int from = (line / height * height + y) * width;
      for (int x = 0; x < width; x++) {
        int sx = x - change.dx();
        boolean inside = y >= 0 && y < height && sx >= 0 && sx < width;
        row[x] = inside ? image[from + (change.mirrored() ? width - 1 - sx : sx)] : 0;
      }
      target.put(offset + line * width, row, 0, width);
    }
  }
}
