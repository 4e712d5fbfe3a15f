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
    Block weight = blocks.take(conv.weight().elements() * weightType.bytes());
    Block bias = blocks.take(conv.bias().elements() * Float.BYTES);
    int out = Math.toIntExact(conv.bias().elements());
    Gpu.Prepared fold =
        gpu.prepare(
            NormKernels.fold(
                weightType,
                out,
                Math.toIntExact(conv.weight().elements() / out),
                norm.epsilon(),
                weights.value(conv.weight()),
                weights.value(conv.bias()),
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
