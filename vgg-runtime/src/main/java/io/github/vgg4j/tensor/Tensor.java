package io.github.vgg4j.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Floats outside the Java heap, in row-major order, with a shape; no arithmetic of its own.
 *
 * <p>It carries images, weights and results between user, trainer and engine. Whoever makes one
 * closes it; after that its numbers must not be touched.
 */
public final class Tensor implements AutoCloseable {

  static {
    NativeMemory.liftLimits();
  }

  private final FloatPointer pointer;
  private final int[] shape;
  private final @Nullable BytePointer owned;
  private boolean closed;

  /**
   * A tensor over memory.
   *
   * @param owned what closing frees; null where the caller frees it
   */
  private Tensor(FloatPointer pointer, int[] shape, @Nullable BytePointer owned) {
    this.pointer = pointer;
    this.shape = shape;
    this.owned = owned;
  }

  /**
   * A tensor of zeros.
   *
   * @param shape each side at least 0; the product must fit an {@code int}
   */
  public static Tensor zeros(int... shape) {
    int elements = elements(shape);
    BytePointer memory = NativeMemory.zeros((long) Float.BYTES * Math.max(1, elements));
    FloatPointer pointer = new FloatPointer((Pointer) memory).capacity(Math.max(1, elements));
    return new Tensor(pointer, shape.clone(), memory);
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
   * @param memory at least as many floats, from its position, as the shape holds
   */
  public static Tensor over(FloatPointer memory, int... shape) {
    elements(shape);
    // JavaCPP's memcpy takes a position for bytes: start at an address instead, at position 0. The
    // copy shares the memory's deallocator, so it is never closed.
    FloatPointer start =
        new FloatPointer(memory).position(0).getPointer(FloatPointer.class, memory.position());
    return new Tensor(start, shape.clone(), null);
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
    int elements = elements();
    // JavaCPP takes a limit of 0 for 1, so an empty tensor is cut to its size at the end.
    FloatPointer view = new FloatPointer(pointer()).position(0).limit(Math.max(1, elements));
    return view.asBuffer().slice(0, elements);
  }

  /**
   * A fresh view of some of the numbers as bytes in the machine's order; writes go through.
   *
   * @param first the first number
   * @param count numbers, at most 2^29 - 1
   */
  public ByteBuffer bytes(int first, int count) {
    Objects.checkFromIndexSize(first, count, elements());
    long begin = (long) first * Float.BYTES;
    BytePointer view = new BytePointer(pointer()).position(begin);
    return view.limit(begin + Math.multiplyExact(count, Float.BYTES))
        .asBuffer()
        .order(ByteOrder.nativeOrder());
  }

  /** A copy of the numbers on the heap. */
  public float[] toArray() {
    float[] values = new float[elements()];
    buffer().get(values);
    return values;
  }

  /** The memory itself, for engines; the first number lies at position 0. */
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
    Pointer.memcpy(pointer(), other.pointer(), 4L * elements());
  }

  /** Frees the memory, if it is this tensor's own; closing twice does no harm. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      if (owned != null) {
        owned.close();
      }
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
