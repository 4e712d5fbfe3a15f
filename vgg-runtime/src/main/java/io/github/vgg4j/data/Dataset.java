package io.github.vgg4j.data;

import io.github.vgg4j.tensor.ImageSet;
import java.util.List;

/**
 * Labelled images of one size, channels x height x width unsigned bytes each, by index.
 *
 * <p>A data set does not change, and any number of threads may read it at once.
 */
public interface Dataset extends ImageSet {

  /** Number of classes; every label is below it. */
  int classes();

  /** A name for each class, in the order of the labels. */
  List<String> labelNames();

  /**
   * Class of one image, from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  int label(int i);

  /**
   * A balanced part of this data set, always the same: the classes take turns, each with its next
   * image in file order, until there are {@code images}; the part keeps the file order.
   *
   * @param images at least 1; a number above {@link #size()} means all
   */
  default Dataset limit(int images) {
    return Subset.balanced(this, images);
  }

  /**
   * A data set in memory.
   *
   * @param labelNames a name for each class
   * @param pixels the images one after the other; not copied, must not be changed afterwards
   * @param labels class of each image, from 0; not copied, must not be changed afterwards
   * @throws IllegalArgumentException if counts disagree or a label has no name
   */
  static Dataset of(
      String name,
      int channels,
      int height,
      int width,
      List<String> labelNames,
      byte[] pixels,
      int[] labels) {
    return new MemoryDataset(name, channels, height, width, labelNames, pixels, labels);
  }
}
