package io.github.vgg4j.cuda.kernel;

/**
 * Pooling of NHWC maps and its gradients; formulas in {@link io.github.vgg4j.arch.Layer}. Maps are
 * aligned to 16 bytes.
 */
public final class PoolKernels {

  private static final String FILE = "pool.cu";

  private PoolKernels() {}

  /**
   * The maximum of each 2x2 window; an odd last row or column is dropped.
   *
   * @param before RELU: the maximum is at least 0, and the index 4 where it is 0
   * @param index a byte for each number of {@code y}: which number of its window, {@code 2 * row +
   *     column}, the first of equal ones; {@link Argument#NOWHERE} where nobody asks
   */
  public static KernelCall max(
      NumberType type,
      Activation before,
      MapShape in,
      MapShape out,
      Place x,
      Place y,
      Place index) {
    long bytes = (in.elements() + out.elements()) * type.bytes();
    return windows("max_pool", type, in, out)
        .when(before)
        .at(x, y, index)
        .over(vectors(type, out), bytes + (index == Argument.NOWHERE ? 0 : out.elements()));
  }

  /** The gradient of {@link #max}; writes all of {@code dx}. */
  public static KernelCall maxBack(
      NumberType type, MapShape in, MapShape out, Place dy, Place index, Place dx) {
    long bytes = (in.elements() + out.elements()) * type.bytes() + out.elements();
    return windows("max_pool_back", type, in, out)
        .at(dy, index, dx)
        .over(vectors(type, withHalfWindows(in)), bytes);
  }

  /** The mean of each 2x2 window; an odd last row or column is dropped. */
  public static KernelCall average(NumberType type, MapShape in, MapShape out, Place x, Place y) {
    return windows("average_pool", type, in, out)
        .at(x, y)
        .over(vectors(type, out), (in.elements() + out.elements()) * type.bytes());
  }

  /** The gradient of {@link #average}; writes all of {@code dx}. */
  public static KernelCall averageBack(
      NumberType type, MapShape in, MapShape out, Place dy, Place dx) {
    return windows("average_pool_back", type, in, out)
        .at(dy, dx)
        .over(vectors(type, withHalfWindows(in)), (in.elements() + out.elements()) * type.bytes());
  }

  /** Averages to a map of any size, in windows as even as can be. */
  public static KernelCall adaptive(NumberType type, MapShape in, MapShape out, Place x, Place y) {
    return windows("adaptive_pool", type, in, out)
        .at(x, y)
        .over(vectors(type, out), (in.elements() + out.elements()) * type.bytes());
  }

  /** The gradient of {@link #adaptive}; writes all of {@code dx}. */
  public static KernelCall adaptiveBack(
      NumberType type, MapShape in, MapShape out, Place dy, Place dx) {
    return windows("adaptive_pool_back", type, in, out)
        .at(dy, dx)
        .over(vectors(type, in), (in.elements() + out.elements()) * type.bytes());
  }

  private static Launch windows(String name, NumberType type, MapShape in, MapShape out) {
    return Launch.of(FILE, name, type)
        .define("VECTOR", Launch.vector(type, in.channels()))
        .whole(in.images())
        .whole(in.height())
        .whole(in.width())
        .whole(out.height())
        .whole(out.width())
        .whole(in.channels());
  }

  private static long vectors(NumberType type, MapShape shape) {
    return shape.elements() / Launch.vector(type, shape.channels());
  }

  /** Windows of a gradient: those at an odd edge are written too. */
  private static MapShape withHalfWindows(MapShape in) {
    return new MapShape(in.images(), (in.height() + 1) / 2, (in.width() + 1) / 2, in.channels());
  }
}
