package io.github.vgg4j.cuda.kernel;

import io.github.vgg4j.tensor.Normalization;

/** From images to feature maps and back: bytes are scaled and normalised, layouts turned. */
public final class ImageKernels {

  private static final String FILE = "image.cu";

  /** Numbers that a thread of {@code prepare} writes. */
  private static final int NUMBERS = 8;

  /** Side of a tile that is turned in shared memory. */
  private static final int TILE = 32;

  private ImageKernels() {}

  /**
   * What {@link #prepare} is told of a normalization: mean [channels], deviation [channels], of
   * bytes divided by 255, and the deviations' inverses [channels]. An inverse is 0 where dividing
   * with it might round in another way than a division, because an exponent could run over; the
   * kernel then divides.
   *
   * @throws IllegalArgumentException if it is for another number of channels
   */
  public static float[] normalization(Normalization normalization, int channels) {
    Normalization own = normalization.forChannels(channels);
    float[] numbers = new float[3 * channels];
    for (int c = 0; c < channels; c++) {
      float mean = own.mean().get(c);
      float deviation = own.deviation().get(c);
      boolean moderate = (mean == 0 || isModerate(Math.abs(mean))) && isModerate(deviation);
      numbers[c] = mean;
      numbers[channels + c] = deviation;
      numbers[2 * channels + c] = moderate ? 1 / deviation : 0;
    }
    return numbers;
  }

  private static boolean isModerate(float number) {
    return number >= 0x1p-30f && number <= 0x1p30f;
  }

  /**
   * Resizes and normalises a batch in one pass, bit for bit as {@link io.github.vgg4j.data.Resize}
   * does in float32, after what {@link io.github.vgg4j.data.Augmentation} does.
   *
   * @param pixels unsigned bytes, images x channels x source height x source width
   * @param order int32 [images]: which image of {@code pixels} becomes which of the batch; {@link
   *     Argument#NOWHERE}: the i-th becomes the i-th
   * @param changes int32 [images x 3]: {1 to mirror, pixels down, pixels right} for each image of
   *     the batch, mirrored first, zeros moving in; {@link Argument#NOWHERE} for none
   * @param normalization float32, as {@link #normalization} has it
   * @param to of the given shape, aligned to 16 bytes
   */
  public static KernelCall prepare(
      NumberType type,
      Place pixels,
      int sourceHeight,
      int sourceWidth,
      Place order,
      Place changes,
      Place normalization,
      MapShape out,
      Place to) {
    long read = (long) out.images() * out.channels() * sourceHeight * sourceWidth;
    return Launch.of("prepare.cu", "prepare", type)
        .define("CHANNELS", out.channels())
        .at(pixels)
        .whole(sourceHeight)
        .whole(sourceWidth)
        .at(order, changes, normalization)
        .whole(out.elements())
        .whole(out.height())
        .whole(out.width())
        .at(to)
        .over((out.elements() + NUMBERS - 1) / NUMBERS, read + out.elements() * type.bytes());
  }

  /**
   * From float32 images x channels x height x width to a map.
   *
   * @param shape of the map
   */
  public static KernelCall toNhwc(NumberType type, Place plain, MapShape shape, Place to) {
    return turned("to_nhwc", type, shape).at(plain, to).grid(tiles(shape), 256, bytes(type, shape));
  }

  /** From a map to float32 images x channels x height x width. */
  public static KernelCall toPlain(NumberType type, Place from, MapShape shape, Place plain) {
    return turned("to_plain", type, shape)
        .at(from, plain)
        .grid(tiles(shape), 256, bytes(type, shape));
  }

  private static Launch turned(String name, NumberType type, MapShape shape) {
    return Launch.of(FILE, name, type)
        .whole(shape.height() * shape.width())
        .whole(shape.channels());
  }

  private static int tiles(MapShape shape) {
    int pixels = (shape.height() * shape.width() + TILE - 1) / TILE;
    int channels = (shape.channels() + TILE - 1) / TILE;
    return Math.multiplyExact(Math.multiplyExact(shape.images(), pixels), channels);
  }

  private static long bytes(NumberType type, MapShape shape) {
    return shape.elements() * (type.bytes() + 4);
  }
}
