package io.github.vgg4j.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Floats outside the Java heap, in row-major order, with a shape; no arithmetic of its own.
 *
 * <p>It carries images, weights and results between user, trainer and engine. Whoever makes one
 * closes it; after that its numbers must not be touched.
 */
public final class Tensor implements AutoCloseable {

  private final FloatPointer pointer;
  private final int[] shape;
  private boolean closed;

  private Tensor(FloatPointer pointer, int[] shape) {
    this.pointer = pointer;
    this.shape = shape;
  }

  /**
   * A tensor of zeros.
   *
   * @param shape each side at least 0; the product must fit an {@code int}
   */
  public static Tensor zeros(int... shape) {
    int elements = elements(shape);
    FloatPointer pointer = new FloatPointer(Math.max(1, elements));
    org.bytedeco.javacpp.Pointer.memset(pointer, 0, 4L * elements);
    return new Tensor(pointer, shape.clone());
  }

  /** A tensor of zeros, its shape as a {@code Parameter} gives it. */
  public static Tensor zeros(List<Integer> shape) {
    return zeros(shape.stream().mapToInt(Integer::intValue).toArray());
  }

  /**
   * A tensor with a copy of the given numbers.
   *
   * @throws IllegalArgumentException if there are not as many numbers as the shape holds
   */
  public static Tensor of(float[] values, int... shape) {
    if (values.length != elements(shape)) {
      throw new IllegalArgumentException(
          values.length + " numbers do not fill a tensor of shape " + Arrays.toString(shape));
    }
    Tensor tensor = zeros(shape);
    tensor.buffer().put(values);
    return tensor;
  }

  /**
   * A tensor over memory that somebody else owns and keeps alive; closing it frees nothing.
   *
   * @param memory at least as many floats as the shape holds
   */
  public static Tensor over(FloatPointer memory, int... shape) {
    elements(shape);
    return new Tensor(new FloatPointer(memory), shape.clone());
  }

  /** A copy of the sides. */
  public int[] shape() {
    return shape.clone();
  }

  /** One side of the shape. */
  public int size(int dimension) {
    return shape[dimension];
  }

  /** Number of floats: the product of the shape. */
  public int elements() {
    return elements(shape);
  }

  /** A fresh view of the numbers, from position 0 to the last; writes go through. */
  public FloatBuffer buffer() {
    return pointer().position(0).capacity(elements()).asBuffer();
  }

  /** A copy of the numbers on the heap. */
  public float[] toArray() {
    float[] values = new float[elements()];
    buffer().get(values);
    return values;
  }

  /** The memory itself, for engines. */
  public FloatPointer pointer() {
    if (closed) {
      throw new IllegalStateException("This tensor is closed");
    }
    return pointer;
  }

  /**
   * Copies all numbers of another tensor into this one.
   *
   * @throws IllegalArgumentException if the shapes differ
   */
  public void copyFrom(Tensor other) {
    if (!Arrays.equals(shape, other.shape)) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + Arrays.toString(other.shape)
              + " cannot be copied into one of shape "
              + Arrays.toString(shape));
    }
    org.bytedeco.javacpp.Pointer.memcpy(pointer(), other.pointer(), 4L * elements());
  }

  /** Frees the memory; closing twice does no harm. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pointer.close();
    }
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }

  private static int elements(int[] shape) {
    int product = 1;
    for (int side : shape) {
      if (side < 0) {
        throw new IllegalArgumentException("Negative side in shape " + Arrays.toString(shape));
      }
      product = Math.multiplyExact(product, side);
    }
    return product;
  }
}
