package io.github.vgg4j.tensor;

import java.nio.ByteBuffer;

/**
 * A batch of images as unsigned bytes, channels x height x width each, with their labels; made once
 * and filled again and again.
 */
public final class ImageBatch {

  private final int capacity;
  private final int channels;
  private final int height;
  private final int width;
  private final ByteBuffer pixels;
  private final int[] labels;
  private int count;

  /**
   * An empty batch.
   *
   * @param capacity most images it can hold
   */
  public ImageBatch(int capacity, int channels, int height, int width) {
    this.capacity = capacity;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels =
        ByteBuffer.allocateDirect(
            Math.multiplyExact(
                Math.multiplyExact(capacity, channels), Math.multiplyExact(height, width)));
    this.labels = new int[capacity];
  }

  /** Most images it can hold. */
  public int capacity() {
    return capacity;
  }

  /** Images it holds now. */
  public int count() {
    return count;
  }

  /** Says how many images were filled in, from the first. */
  public void count(int images) {
    if (images < 0 || images > capacity) {
      throw new IllegalArgumentException(images + " images do not fit a batch for " + capacity);
    }
    this.count = images;
  }

  public int channels() {
    return channels;
  }

  public int height() {
    return height;
  }

  public int width() {
    return width;
  }

  /** Bytes of one image. */
  public int imageBytes() {
    return channels * height * width;
  }

  /** The bytes of all images, one after the other; read and write by index. */
  public ByteBuffer pixels() {
    return pixels;
  }

  /** The class of each image, from 0; meaningless where the images have no labels. */
  public int[] labels() {
    return labels;
  }
}
