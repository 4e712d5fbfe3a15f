package io.github.vgg4j.cuda.kernel;

import java.util.List;

/**
 * Biases of a matrix of rows x channels, and sums over its rows: gradients of biases. A first
 * launch leaves one sum for each block of rows in the scratch, a second adds those up in their
 * order, so that the same numbers give the same bits.
 */
public final class ChannelKernels {

  private static final String FILE = "channel.cu";

  /** Of one array, in registers that let a processor take 6 blocks. */
  private static final int BLOCKS_FOR_SUMS = 6;

  /** Of a map and its index, in registers for 5. */
  private static final int BLOCKS_FOR_POOLED_SUMS = 5;

  private ChannelKernels() {}

  /**
   * {@code sums[c]}: the sum of channel c over all rows.
   *
   * @param sums float32 [channels]
   */
  public static List<KernelCall> sums(
      NumberType type, long rows, int channels, Place x, Place scratch, Place sums) {
    Columns columns = Columns.of(type, rows, channels, BLOCKS_FOR_SUMS);
    KernelCall partial =
        over("channel_sums", type, columns, rows, channels)
            .at(x, scratch)
            .grid(columns.grid(), Launch.BLOCK, rows * channels * type.bytes());
    return List.of(partial, combine(columns, channels, scratch, sums));
  }

  /**
   * {@code sums[c]}: the sum of channel c over all rows of what {@link PoolKernels#maxBack} makes
   * of {@code dy}, from a quarter of the bytes.
   *
   * @param rows of the pooled map
   * @param index of {@link PoolKernels#max}
   * @param sums float32 [channels]
   */
  public static List<KernelCall> pooledSums(
      NumberType type, long rows, int channels, Place dy, Place index, Place scratch, Place sums) {
    Columns columns = Columns.of(type, rows, channels, BLOCKS_FOR_POOLED_SUMS);
    KernelCall partial =
        over("pooled_sums", type, columns, rows, channels)
            .at(dy, index, scratch)
            .grid(columns.grid(), Launch.BLOCK, rows * channels * (type.bytes() + 1L));
    return List.of(partial, combine(columns, channels, scratch, sums));
  }

  /**
   * {@link ElementKernels#reluBack} and the sums of what it leaves, in one pass.
   *
   * @param sums float32 [channels]
   */
  public static List<KernelCall> reluBackSums(
      NumberType type,
      long rows,
      int channels,
      Place y,
      float scale,
      Place dy,
      Place scratch,
      Place sums) {
    Columns columns = Columns.of(type, rows, channels, Columns.forSumsOfArrays(type));
    KernelCall partial =
        over("relu_back_sums", type, columns, rows, channels)
            .at(y)
            .real(scale)
            .at(dy, scratch)
            .grid(columns.grid(), Launch.BLOCK, 3 * rows * channels * type.bytes());
    return List.of(partial, combine(columns, channels, scratch, sums));
  }

  /**
   * Adds a bias to each channel, in place: for convolutions that no library fuses it to.
   *
   * @param bias float32 [channels]
   */
  public static KernelCall addBias(NumberType type, long rows, int channels, Place bias, Place y) {
    Columns columns = Columns.of(type, rows, channels, Columns.FOR_A_MAP);
    return over("add_bias", type, columns, rows, channels)
        .at(bias)
        .at(y)
        .grid(columns.grid(), Launch.BLOCK, 2 * rows * channels * type.bytes());
  }

  /** Bytes of scratch for the sums. */
  public static long scratch(long rows, int channels) {
    return 4L * Columns.mostBlocks(rows, channels) * channels;
  }

  private static Launch over(
      String name, NumberType type, Columns columns, long rows, int channels) {
    return Launch.of(FILE, name, type)
        .define("VECTOR", columns.vector())
        .whole(rows)
        .whole(channels)
        .whole(columns.lanes())
        .whole(columns.tiles())
        .whole(columns.blocks());
  }

  private static KernelCall combine(Columns columns, int channels, Place scratch, Place sums) {
    return Combine.sums(columns.blocks(), channels, scratch, sums, channels, Argument.NOWHERE);
  }
}
