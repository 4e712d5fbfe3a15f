package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.NormKernels;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;

/**
 * A convolution and the batch norm behind it as one convolution, for inference: {@code weight *
 * scale / deviation} and {@code (bias - mean) * scale / deviation + shift}.
 */
final class Folding {

  private static final long NEVER = -1;

  private final Block weight;
  private final Block bias;
  private final Gpu.Prepared fold;
  private long foldedVersion = NEVER;

  private Folding(Block weight, Block bias, Gpu.Prepared fold) {
    this.weight = weight;
    this.bias = bias;
    this.fold = fold;
  }

  static Folding of(
      Gpu gpu,
      Blocks blocks,
      Weights weights,
      Layer.Conv conv,
      Layer.BatchNorm norm,
      NumberType weightType) {
    return of(
        gpu,
        blocks,
        weights,
        weights.value(conv.weight()),
        weights.value(conv.bias()),
        norm,
        weightType);
  }

  /**
   * Into any filters.
   *
   * @param filters float32, one after the other for each channel of the norm
   * @param biases float32
   */
  static Folding of(
      Gpu gpu,
      Blocks blocks,
      Weights weights,
      Place filters,
      Place biases,
      Layer.BatchNorm norm,
      NumberType weightType) {
    long numbers = filters.bytes() / Float.BYTES;
    int out = norm.input().channels();
    Block weight = blocks.take(numbers * weightType.bytes());
    Block bias = blocks.take((long) out * Float.BYTES);
    Gpu.Prepared fold =
        gpu.prepare(
            NormKernels.fold(
                weightType,
                out,
                Math.toIntExact(numbers / out),
                norm.epsilon(),
                filters,
                biases,
                weights.value(norm.scale()),
                weights.value(norm.shift()),
                weights.value(norm.runningMean()),
                weights.value(norm.runningVariance()),
                weight,
                bias));
    return new Folding(weight, bias, fold);
  }

  /** KRSC, in the type that the convolution's kernel reads. */
  Place weight() {
    return weight;
  }

  /** One float32 for each output channel. */
  Place bias() {
    return bias;
  }

  /** Folds again, unless it did so at this version of the parameters. */
  void freshen(long version) {
    if (foldedVersion != version) {
      fold.run();
      foldedVersion = version;
    }
  }
}
