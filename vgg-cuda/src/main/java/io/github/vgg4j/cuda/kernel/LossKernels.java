package io.github.vgg4j.cuda.kernel;

import java.util.List;

/**
 * The loss and its gradient, by the formulas of {@link io.github.vgg4j.engine.SoftmaxCrossEntropy}:
 * one warp for an image, then one block that adds up the batch.
 */
public final class LossKernels {

  private static final String FILE = "loss.cu";
  private static final int WARP = 32;

  private LossKernels() {}

  /**
   * Softmax and cross entropy of a batch.
   *
   * @param logits float32 images x classes
   * @param labels int32 [images]; one outside the classes makes the loss not-a-number
   * @param gradient receives {@code (softmax - onehot) / images}; {@link Argument#NOWHERE} where
   *     nobody asks
   * @param result receives a float64, the sum of the losses, and an int64, the images whose first
   *     largest logit is their label's
   */
  public static List<KernelCall> softmaxCrossEntropy(
      NumberType gradientType,
      int images,
      int classes,
      Place logits,
      Place labels,
      Place gradient,
      Place scratch,
      Place result) {
    long numbers = (long) images * classes;
    long written = gradient == Argument.NOWHERE ? 0 : numbers * gradientType.bytes();
    KernelCall rows =
        Launch.of(FILE, "softmax_cross_entropy", gradientType)
            .whole(images)
            .whole(classes)
            .at(logits, labels, gradient, scratch)
            .over((long) images * WARP, 4 * numbers + written);
    KernelCall sum =
        Launch.of("loss_sum.cu", "loss_sum")
            .whole(images)
            .at(scratch, result)
            .grid(1, Launch.BLOCK, scratch(images));
    return List.of(rows, sum);
  }

  /** Bytes of scratch: a loss and a hit for each image. */
  public static long scratch(int images) {
    return 8L * images;
  }
}
