package io.github.vgg4j.cuda.kernel;

/** Kernels that look at each number by itself; their arrays are aligned to 16 bytes. */
public final class ElementKernels {

  private static final String FILE = "element.cu";

  private ElementKernels() {}

  /**
   * {@code y = max(x, 0)}; not-a-number stays what it is.
   *
   * @param y may be {@code x}
   */
  public static KernelCall relu(NumberType type, long count, Place x, Place y) {
    return Launch.of(FILE, "relu", type)
        .whole(count)
        .at(x, y)
        .over(vectors(type, count), 2 * count * type.bytes());
  }

  /**
   * The gradient of ReLU, in place: {@code dy = y > 0 ? dy * scale : 0}.
   *
   * @param scale 1, or {@code 1 / (1 - rate)} where dropout follows: what it dropped is 0 too
   */
  public static KernelCall reluBack(NumberType type, long count, Place y, float scale, Place dy) {
    return Launch.of(FILE, "relu_back", type)
        .whole(count)
        .at(y)
        .real(scale)
        .at(dy)
        .over(vectors(type, count), 3 * count * type.bytes());
  }

  /**
   * Dropout in place, of vectors: the numbers of {@link io.github.vgg4j.tensor.DropoutMask}, the
   * i-th for the i-th element. The same call on a gradient is its way back.
   *
   * @param count at most 2^34, for the generator counts groups of four in 32 bits
   * @param rate in [0, 1)
   * @param seed of the run
   * @param layer place of the layer in its plan
   * @param step int64: training steps done before this one
   */
  public static KernelCall dropout(
      NumberType type, long count, double rate, long seed, int layer, Place step, Place x) {
    return dropped("dropout", type, rate, seed, layer, step)
        .whole(count)
        .at(x)
        .over((count + 3) / 4, 2 * count * type.bytes());
  }

  /** Dropout in place, of a map: the mask's numbers count channels x height x width of an image. */
  public static KernelCall dropout(
      NumberType type, MapShape shape, double rate, long seed, int layer, Place step, Place x) {
    return dropped("dropout_map", type, rate, seed, layer, step)
        .whole(shape.elements())
        .whole(shape.height() * shape.width())
        .whole(shape.channels())
        .at(x)
        .over(shape.elements(), 2 * shape.elements() * type.bytes());
  }

  /** From one type to another, rounded to the nearest, of two equally near to the even one. */
  public static KernelCall cast(NumberType from, NumberType to, long count, Place x, Place y) {
    return Launch.of("cast.cu", "cast")
        .define("FROM_BF16", from == NumberType.BF16 ? 1 : 0)
        .define("TO_BF16", to == NumberType.BF16 ? 1 : 0)
        .whole(count)
        .at(x, y)
        .over((count + 3) / 4, count * (from.bytes() + to.bytes()));
  }

  private static Launch dropped(
      String name, NumberType type, double rate, long seed, int layer, Place step) {
    // As in DropoutMask: a random int's upper 24 bits are below this where, as a float, it is below
    // the rate.
    int threshold = (int) Math.ceil((float) rate * 0x1p24);
    return Launch.of(FILE, name, type)
        .whole(threshold)
        .real(1 / (1 - rate))
        .whole(seed)
        .whole(layer)
        .at(step);
  }

  private static long vectors(NumberType type, long count) {
    int vector = 16 / type.bytes();
    return (count + vector - 1) / vector;
  }
}
