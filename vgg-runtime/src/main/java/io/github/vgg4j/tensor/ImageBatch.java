package io.github.vgg4j.tensor;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A batch of images with their labels, made once and filled again and again: as unsigned bytes,
 * channels x height x width each; or as numbers of images that a session keeps.
 */
public final class ImageBatch {

  /** Numbers that say how an image of a kept set is changed. */
  public static final int CHANGES = 3;

  private final int capacity;
  private final int channels;
  private final int height;
  private final int width;
  private final @Nullable ImageSet source;
  private final ByteBuffer pixels;
  private final int[] labels;
  private final int[] numbers;
  private final int[] changes;
  private int count;

  /**
   * An empty batch of bytes.
   *
   * @param capacity most images it can hold
   */
  public ImageBatch(int capacity, int channels, int height, int width) {
    this(
        capacity,
        channels,
        height,
        width,
        null,
        ByteBuffer.allocateDirect(
            Math.multiplyExact(
                Math.multiplyExact(capacity, channels), Math.multiplyExact(height, width))));
  }

  private ImageBatch(
      int capacity,
      int channels,
      int height,
      int width,
      @Nullable ImageSet source,
      ByteBuffer pixels) {
    this.capacity = capacity;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.source = source;
    this.pixels = pixels;
    this.labels = new int[capacity];
    this.numbers = new int[source == null ? 0 : capacity];
    this.changes = new int[CHANGES * numbers.length];
  }

  /**
   * An empty batch of numbers, for sessions that keep these images.
   *
   * @param capacity most images it can hold
   */
  public static ImageBatch ofNumbers(int capacity, ImageSet source) {
    return new ImageBatch(
        capacity,
        source.channels(),
        source.height(),
        source.width(),
        source,
        ByteBuffer.allocateDirect(0));
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

  /**
   * The bytes of all images, one after the other; read and write by index.
   *
   * @throws IllegalStateException if this is a batch of numbers
   */
  public ByteBuffer pixels() {
    if (source != null) {
      throw new IllegalStateException(
          "The batch has numbers of images, for a session that keeps " + source.name());
    }
    return pixels;
  }

  /** The images that the numbers mean; null for a batch of bytes. */
  public @Nullable ImageSet source() {
    return source;
  }

  /** Which image of the source each one is; empty for a batch of bytes. */
  public int[] numbers() {
    return numbers;
  }

  /**
   * {@value #CHANGES} for each image of a batch of numbers: 1 if it is mirrored left to right, then
   * by how many pixels it is moved down and right, zeros moving in. Empty for a batch of bytes,
   * which were changed already.
   */
  public int[] changes() {
    return changes;
  }

  /** The class of each image, from 0; meaningless where the images have no labels. */
  public int[] labels() {
    return labels;
  }
}
