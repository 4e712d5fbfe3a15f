package io.github.vgg4j.network;

import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A batch whose shape is part of its type: generated networks extend this once for their images,
 * for the features of each block and for their logits.
 */
public abstract class TypedTensor implements AutoCloseable {

  private final Tensor tensor;

  /**
   * Wraps a tensor; closing this closes it.
   *
   * @param tensor {@code [n, channels, height, width]}, or {@code [n, features]} for a vector
   * @param shape of one image
   * @throws IllegalArgumentException if the tensor has another shape
   */
  protected TypedTensor(Tensor tensor, Shape shape) {
    int[] expected = shapeOf(tensor.shape().length == 0 ? 0 : tensor.size(0), shape);
    if (!Arrays.equals(expected, tensor.shape())) {
      throw new IllegalArgumentException(
          getClass().getSimpleName()
              + " must be n x "
              + shape
              + ", but the tensor is "
              + Arrays.toString(tensor.shape()));
    }
    this.tensor = tensor;
  }

  /** The sides of a batch of {@code count} images of a shape. */
  static int[] shapeOf(int count, Shape shape) {
    return shape.height() == 1 && shape.width() == 1
        ? new int[] {count, shape.channels()}
        : new int[] {count, shape.channels(), shape.height(), shape.width()};
  }

  /**
   * One tensor of many arrays, one for each image.
   *
   * @throws IllegalArgumentException if an array does not hold the numbers of one image
   */
  protected static Tensor stack(Shape shape, float[]... images) {
    for (int i = 0; i < images.length; i++) {
      if (images[i].length != shape.elements()) {
        throw new IllegalArgumentException(
            "Image %d must have %d numbers (%s), but has %d"
                .formatted(i, shape.elements(), shape, images[i].length));
      }
    }
    Tensor tensor = Tensor.zeros(shapeOf(images.length, shape));
    FloatBuffer numbers = tensor.buffer();
    for (float[] image : images) {
      numbers.put(image);
    }
    return tensor;
  }

  /** Number of images. */
  public final int count() {
    return tensor.size(0);
  }

  /** The numbers. */
  public final Tensor tensor() {
    return tensor;
  }

  /** Frees the numbers. */
  @Override
  public final void close() {
    tensor.close();
  }
}
