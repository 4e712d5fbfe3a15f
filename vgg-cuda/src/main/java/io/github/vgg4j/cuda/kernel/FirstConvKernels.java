package io.github.vgg4j.cuda.kernel;

import io.github.vgg4j.arch.CudaMemory;
import java.util.List;

/**
 * The first convolution of a network: 1 to 4 input channels, for which a library would pad its
 * input; stride 1, padding {@code kernel / 2}. The activation and the pool that follow are part of
 * it, so that the widest map of the network is never written where it is pooled at once.
 *
 * <p>Forward, a thread makes 2x2 pixels of a few channels, with the filters in shared memory. For
 * the gradient, a thread adds up one row of a few filters in registers over many pixels.
 */
public final class FirstConvKernels {

  private static final String FILE = "first_conv.cu";
  private static final String GRADIENT = "first_conv_gradient.cu";

  /** Most output channels of a block: the filters of 4 channels then fill 9 KiB. */
  private static final int FORWARD_TILE = 64;

  private static final int MOST_CHANNELS = CudaMemory.MOST_FIRST_CHANNELS;
  private static final int FORWARD_BLOCKS = 8 * 132;
  private static final int GRADIENT_BLOCKS = 4 * 132;

  /** Pixels, or 2x2 windows, that a thread adds up before a block is worth its reduction. */
  private static final int STRIPS_OF_A_THREAD = 4;

  private FirstConvKernels() {}

  /** What follows the convolution in the same launch. */
  public enum After {
    NOTHING(0),
    RELU(1),
    /** ReLU, then the maximum of each 2x2 window; an odd last row or column is dropped. */
    RELU_POOL(2);

    /** Macro {@code AFTER} of the sources. */
    private final int code;

    After(int code) {
      this.code = code;
    }
  }

  /**
   * {@code y = after(x * weight + bias)}.
   *
   * @param in shape of {@code x}
   * @param out channels of {@code y}
   * @param kernel 1 or 3
   * @param weight float32 out x kernel x kernel x in
   * @param bias float32 [out]
   * @param y of the size of {@code x}, or the pooled map; aligned to 16 bytes
   * @param index for RELU_POOL as in {@link PoolKernels#max}, or {@link Argument#NOWHERE}
   */
  public static KernelCall forward(
      NumberType type,
      After after,
      MapShape in,
      int out,
      int kernel,
      Place x,
      Place weight,
      Place bias,
      Place y,
      Place index) {
    // Sums for 8 channels and the pixels of 4 others do not fit a thread's registers together.
    int vector = Math.min(Launch.vector(type, out), in.channels() > 3 ? 4 : 8);
    Channels channels = Channels.of(vector, out, FORWARD_TILE);
    long windows = windows(after, in);
    long threads = windows * channels.lanes();
    int blocks = Math.max(1, Math.min(Launch.blocks(threads), FORWARD_BLOCKS / channels.tiles()));
    return over(FILE, "first_conv", type, after, in, out, kernel, channels)
        .at(x, weight, bias, y, index)
        .grid(blocks * channels.tiles(), Launch.BLOCK, bytes(type, after, in, out, index));
  }

  /**
   * Gradients of filters and bias, over all images.
   *
   * @param dy NOTHING and RELU: gradient of the convolution's output, before the activation;
   *     RELU_POOL: of the pooled map
   * @param index for RELU_POOL: where in its window each number goes, 4 for nowhere
   * @param dWeight float32 out x kernel x kernel x in
   * @param dBias float32 [out]
   */
  public static List<KernelCall> gradient(
      NumberType type,
      After after,
      MapShape in,
      int out,
      int kernel,
      Place x,
      Place dy,
      Place index,
      Place scratch,
      Place dWeight,
      Place dBias) {
    Channels channels = gradientChannels(type, in, out);
    int blocks = gradientBlocks(type, after, in, out, kernel);
    int filters = out * kernel * kernel * in.channels();
    KernelCall partial =
        over(GRADIENT, "first_conv_gradient", type, after, in, out, kernel, channels)
            .at(x, dy, index, scratch)
            .grid(blocks * channels.tiles(), Launch.BLOCK, bytes(type, after, in, out, index));
    return List.of(partial, Combine.sums(blocks, filters + out, scratch, dWeight, filters, dBias));
  }

  /** Bytes of scratch for {@link #gradient}. */
  public static long gradientScratch(
      NumberType type, After after, MapShape in, int out, int kernel) {
    long numbers = out + (long) out * kernel * kernel * in.channels();
    return 4 * numbers * gradientBlocks(type, after, in, out, kernel);
  }

  /** Multiplications and additions of {@link #forward}, and as many of {@link #gradient}. */
  public static long flops(MapShape in, int out, int kernel) {
    return 2 * in.elements() * out * kernel * kernel;
  }

  private static Launch over(
      String file,
      String name,
      NumberType type,
      After after,
      MapShape in,
      int out,
      int kernel,
      Channels channels) {
    if (in.channels() > MOST_CHANNELS || (kernel != 1 && kernel != 3)) {
      throw new IllegalArgumentException(
          String.format(
              "The first convolution takes 1 to %d channels and a kernel of 1 or 3, not %d and %d",
              MOST_CHANNELS, in.channels(), kernel));
    }
    return Launch.of(file, name, type)
        .define("VECTOR", channels.vector())
        .define("CHANNELS", in.channels())
        .define("KERNEL", kernel)
        .define("AFTER", after.code)
        .whole(in.images())
        .whole(in.height())
        .whole(in.width())
        .whole(out)
        .whole(channels.lanes())
        .whole(channels.tiles());
  }

  /**
   * Eight neighbouring threads read the same pixels. Of 3 or 4 input channels a thread keeps as
   * many sums for 4 filters as its registers hold.
   */
  private static Channels gradientChannels(NumberType type, MapShape in, int out) {
    int vector = Math.min(Launch.vector(type, out), in.channels() > 2 ? 4 : 8);
    return Channels.of(vector, out, 8 * vector);
  }

  private static int gradientBlocks(
      NumberType type, After after, MapShape in, int out, int kernel) {
    Channels channels = gradientChannels(type, in, out);
    int stripsAtOnce = Launch.BLOCK / (channels.lanes() * kernel);
    long strips =
        after == After.RELU_POOL
            ? windows(after, in)
            : (long) in.images() * in.height() * ((in.width() + 3) / 4);
    long wanted = strips / ((long) stripsAtOnce * STRIPS_OF_A_THREAD);
    return (int) Math.max(1, Math.min(wanted, GRADIENT_BLOCKS / channels.tiles()));
  }

  private static long windows(After after, MapShape in) {
    int edge = after == After.RELU_POOL ? 0 : 1;
    return (long) in.images() * ((in.height() + edge) / 2) * ((in.width() + edge) / 2);
  }

  private static long bytes(NumberType type, After after, MapShape in, int out, Place index) {
    long numbers = after == After.RELU_POOL ? windows(after, in) * out : in.rows() * out;
    return in.elements() * type.bytes()
        + numbers * type.bytes()
        + (index == Argument.NOWHERE ? 0 : numbers);
  }

  /**
   * How output channels are dealt out.
   *
   * @param vector channels of a thread
   * @param lanes threads side by side in a block
   * @param tiles blocks side by side
   */
  private record Channels(int vector, int lanes, int tiles) {

    static Channels of(int vector, int out, int tile) {
      int vectors = out / vector;
      int tiles = (out + tile - 1) / tile;
      int lanes = (vectors + tiles - 1) / tiles;
      return new Channels(vector, lanes, tiles);
    }
  }
}
