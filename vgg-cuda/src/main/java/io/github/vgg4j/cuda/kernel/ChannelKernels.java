package io.github.vgg4j.cuda.kernel;

import java.util.List;

/**
 * Sums over the rows of a matrix of rows x channels: gradients of biases. A first launch leaves one
 * sum for each block of rows in the scratch, a second adds those up in their order, so that the
 * same numbers give the same bits.
 */
public final class ChannelKernels {

  private static final String FILE = "channel.cu";

  private ChannelKernels() {}

  /**
   * {@code sums[c]}: the sum of channel c over all rows.
   *
   * @param sums float32 [channels]
   */
  public static List<KernelCall> sums(
      NumberType type, long rows, int channels, Place x, Place scratch, Place sums) {
    Columns columns = Columns.of(type, rows, channels);
    KernelCall partial =
        over("channel_sums", type, columns, rows, channels)
            .at(x, scratch)
            .grid(columns.grid(), Launch.BLOCK, rows * channels * type.bytes());
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
    Columns columns = Columns.of(type, rows, channels);
    KernelCall partial =
        over("relu_back_sums", type, columns, rows, channels)
            .at(y)
            .real(scale)
            .at(dy, scratch)
            .grid(columns.grid(), Launch.BLOCK, 3 * rows * channels * type.bytes());
    return List.of(partial, combine(columns, channels, scratch, sums));
  }

  /** Bytes of scratch for either. */
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
