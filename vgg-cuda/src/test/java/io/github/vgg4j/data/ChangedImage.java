package io.github.vgg4j.data;

import java.nio.ByteBuffer;

/** Opens the change of an augmentation to tests of other packages. */
public final class ChangedImage {

  private ChangedImage() {}

  /** What {@link Augmentation} makes of channels x height x width bytes. */
  public static byte[] of(
      boolean mirrored, int down, int right, byte[] image, int channels, int height, int width) {
    ByteBuffer target = ByteBuffer.allocate(image.length);
    Augmentation.apply(
        new Augmentation.Change(mirrored, right, down),
        image,
        channels,
        height,
        width,
        new byte[width],
        target,
        0);
    return target.array();
  }
}
