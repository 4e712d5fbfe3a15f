package io.github.vgg4j.cuda.kernel;

/**
 * Local response normalisation across channels, by the formula of {@link
 * io.github.vgg4j.arch.Layer.LocalResponseNorm}; nothing is kept for the way back.
 */
public final class ResponseNormKernels {

  private static final String FILE = "response_norm.cu";

  private ResponseNormKernels() {}

  /** {@code y = x / (k + alpha / size * sum)^beta}. */
  public static KernelCall forward(
      NumberType type,
      long rows,
      int channels,
      int size,
      double alpha,
      double beta,
      double k,
      Place x,
      Place y) {
    return over("response_norm", type, rows, channels, size, alpha, beta, k)
        .at(x, y)
        .over(vectors(type, rows, channels), 2 * rows * channels * type.bytes());
  }

  /** The gradient of the input, from the input and the output's gradient. */
  public static KernelCall back(
      NumberType type,
      long rows,
      int channels,
      int size,
      double alpha,
      double beta,
      double k,
      Place x,
      Place dy,
      Place dx) {
    return over("response_norm_back", type, rows, channels, size, alpha, beta, k)
        .at(x, dy, dx)
        .over(vectors(type, rows, channels), 3 * rows * channels * type.bytes());
  }

  private static Launch over(
      String name,
      NumberType type,
      long rows,
      int channels,
      int size,
      double alpha,
      double beta,
      double k) {
    // Channels farther away than the map has any add nothing; only the divisor knows them.
    return Launch.of(FILE, name, type)
        .define("VECTOR", Launch.vector(type, channels))
        .define("BELOW", Math.min(size / 2, channels - 1))
        .define("ABOVE", Math.min((size - 1) / 2, channels - 1))
        .whole(rows)
        .whole(channels)
        .real(alpha / size)
        .real(beta)
        .real(k);
  }

  private static long vectors(NumberType type, long rows, int channels) {
    return rows * channels / Launch.vector(type, channels);
  }
}
