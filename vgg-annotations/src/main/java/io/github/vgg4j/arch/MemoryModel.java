package io.github.vgg4j.arch;

/**
 * How many bytes a training session holds on its device, in float32: a part that the network fixes,
 * and a part for each image of the batch.
 *
 * <p>Fixed: every parameter, running statistics included; a gradient and one optimizer slot for
 * each that is trained. For each image: the input, and the output of every convolution, batch norm,
 * pool, local response norm and dense layer with its gradient. ReLU, flatten and dropout work in
 * place. What a library keeps for itself (scratch, code) does not count.
 */
public final class MemoryModel {
  private static final long FLOAT_BYTES = 4;

  private MemoryModel() {}

  /** Bytes that do not depend on the batch size. */
  public static long fixedBytes(NetworkPlan plan) {
    long all = plan.parameters().stream().mapToLong(Parameter::elements).sum();
    return FLOAT_BYTES * (all + 2 * plan.parameterCount());
  }

  /** Bytes for each image of the batch. */
  public static long bytesPerImage(NetworkPlan plan) {
    long outputs =
        plan.layers().stream()
            .filter(MemoryModel::ownsOutput)
            .mapToLong(layer -> layer.output().elements())
            .sum();
    return FLOAT_BYTES * (plan.input().elements() + 2 * outputs);
  }

  /**
   * Bytes of training.
   *
   * @param batch images in one step, at least 1
   * @throws ArithmeticException if the result does not fit a {@code long}
   */
  public static long trainingBytes(NetworkPlan plan, int batch) {
    return Math.addExact(fixedBytes(plan), Math.multiplyExact(bytesPerImage(plan), (long) batch));
  }

  private static boolean ownsOutput(Layer layer) {
    return layer instanceof Layer.Conv
        || layer instanceof Layer.BatchNorm
        || layer instanceof Layer.LocalResponseNorm
        || layer instanceof Layer.MaxPool
        || layer instanceof Layer.AvgPool
        || layer instanceof Layer.AdaptiveAvgPool
        || layer instanceof Layer.Dense;
  }
}
