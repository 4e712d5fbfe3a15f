package io.github.vgg4j.cuda.kernel;

import java.util.List;

/**
 * Batch normalisation of a matrix of rows x channels (Ioffe and Szegedy 2015, algorithm 1), as
 * {@link io.github.vgg4j.arch.Layer.BatchNorm} has it. Means and variances come from Chan, Golub
 * and LeVeque's pairwise combination of (count, mean, sum of squared differences), "Updating
 * formulae and a pairwise algorithm for computing sample variances" (1979), in float32.
 */
public final class NormKernels {

  private static final String FILE = "norm.cu";

  private NormKernels() {}

  /**
   * Statistics of a batch; the running values move by {@code momentum} to its mean and its unbiased
   * variance.
   *
   * @param mean float32 [channels], as all four
   * @param inverseDeviation {@code 1 / sqrt(biased variance + epsilon)}
   */
  public static List<KernelCall> statistics(
      NumberType type,
      long rows,
      int channels,
      double epsilon,
      double momentum,
      Place x,
      Place scratch,
      Place mean,
      Place inverseDeviation,
      Place runningMean,
      Place runningVariance) {
    Columns columns = Columns.of(type, rows, channels, Columns.MOST_FOR_SUMS);
    KernelCall partial =
        over("norm_statistics", type, columns, rows, channels)
            .at(x, scratch)
            .grid(columns.grid(), Launch.BLOCK, rows * channels * type.bytes());
    KernelCall combined =
        Launch.of("norm_combine.cu", "norm_combine")
            .whole(columns.blocks())
            .whole(channels)
            .whole(rows)
            .at(scratch)
            .real(epsilon)
            .real(momentum)
            .at(mean, inverseDeviation, runningMean, runningVariance)
            .grid(Combine.tiles(channels), Combine.BLOCK, 8L * columns.blocks() * channels);
    return List.of(partial, combined);
  }

  /**
   * {@code y = (x - mean) * inverseDeviation * scale + shift}, then the activation.
   *
   * @param y may be {@code x}
   */
  public static KernelCall apply(
      NumberType type,
      Activation after,
      long rows,
      int channels,
      Place x,
      Place mean,
      Place inverseDeviation,
      Place scale,
      Place shift,
      Place y) {
    Columns columns = Columns.of(type, rows, channels, Columns.FOR_A_MAP);
    return over("norm_apply", type, columns, rows, channels)
        .when(after)
        .at(x, mean, inverseDeviation, scale, shift, y)
        .grid(columns.grid(), Launch.BLOCK, 2 * rows * channels * type.bytes());
  }

  /**
   * The gradients, with the batch's statistics as functions of {@code x}.
   *
   * @param y of {@link #apply}: where it is not above 0, a ReLU lets no gradient through; not read
   *     without one
   * @param dx may be {@code dy}
   */
  public static List<KernelCall> back(
      NumberType type,
      Activation after,
      long rows,
      int channels,
      Place x,
      Place y,
      Place dy,
      Place mean,
      Place inverseDeviation,
      Place scale,
      Place scratch,
      Place dScale,
      Place dShift,
      Place dx) {
    Columns sums = Columns.of(type, rows, channels, Columns.forSumsOfArrays(type));
    Columns map = Columns.of(type, rows, channels, Columns.FOR_A_MAP);
    long bytes = rows * channels * type.bytes();
    long read = after == Activation.RELU ? 3 * bytes : 2 * bytes;
    KernelCall partial =
        over("norm_back_sums", type, sums, rows, channels)
            .when(after)
            .at(x, y, dy, mean, inverseDeviation, scratch)
            .grid(sums.grid(), Launch.BLOCK, read);
    KernelCall combined =
        Combine.sums(sums.blocks(), 2 * channels, scratch, dScale, channels, dShift);
    KernelCall input =
        over("norm_back", type, map, rows, channels)
            .when(after)
            .at(x, y, dy, mean, inverseDeviation, scale, dScale, dShift, dx)
            .grid(map.grid(), Launch.BLOCK, read + bytes);
    return List.of(partial, combined, input);
  }

  /**
   * A convolution that does the normalisation's work at inference: {@code weight * s} and {@code
   * (bias - runningMean) * s + shift}, where {@code s = scale / sqrt(runningVariance + epsilon)}.
   *
   * @param out filters, and channels of the normalisation
   * @param filter numbers of one filter, next to each other
   * @param foldedWeight of {@code type}; all else is float32
   */
  public static KernelCall fold(
      NumberType type,
      int out,
      int filter,
      double epsilon,
      Place weight,
      Place bias,
      Place scale,
      Place shift,
      Place runningMean,
      Place runningVariance,
      Place foldedWeight,
      Place foldedBias) {
    return Launch.of("fold.cu", "norm_fold", type)
        .whole(filter)
        .real(epsilon)
        .at(weight, bias, scale, shift, runningMean, runningVariance, foldedWeight, foldedBias)
        .grid(out, 128, (long) out * filter * (4 + type.bytes()));
  }

  /** Bytes of scratch for statistics or gradients. */
  public static long scratch(long rows, int channels) {
    return 4L * Columns.mostBlocks(rows, channels) * (2L * channels + 1);
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
}
