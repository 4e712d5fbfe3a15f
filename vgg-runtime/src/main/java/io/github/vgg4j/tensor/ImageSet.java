package io.github.vgg4j.tensor;

import java.nio.ByteBuffer;

/** Images of one size by number, channels x height x width unsigned bytes each; never changed. */
public interface ImageSet {

  /** Number of images. */
  int size();

  int channels();

  /** Height of every image, in pixels. */
  int height();

  /** Width of every image, in pixels. */
  int width();

  /** What the images are called in messages. */
  String name();

  /**
   * Copies one image, channel by channel, row by row; the buffer's position stays where it is.
   *
   * @param target receives channels x height x width bytes
   * @param offset where in {@code target} they start
   * @throws IndexOutOfBoundsException if there is no such image, or it does not fit
   */
  void copyImage(int i, ByteBuffer target, int offset);

  /** Bytes of one image. */
  default int imageBytes() {
    return channels() * height() * width();
  }
}
