package io.github.vgg4j.arch;

import java.util.List;

/**
 * One named array of numbers that a layer owns, under torchvision's name and in its layout.
 *
 * @param name torchvision's name, such as {@code features.0.weight} or {@code classifier.3.bias}
 * @param shape convolution weights {@code [out, in, kernel, kernel]}, dense weights {@code [out,
 *     in]}, everything else {@code [out]}
 * @param role what the numbers mean; tells how they start and whether training changes them
 */
public record Parameter(String name, List<Integer> shape, Role role) {

  /** What a parameter is for. */
  public enum Role {
    /** Kernel of a convolution. */
    CONV_WEIGHT,
    /** Matrix of a hidden dense layer, one that a ReLU follows. */
    DENSE_WEIGHT,
    /** Matrix of the last dense layer, whose output are the logits. */
    LOGITS_WEIGHT,
    /** Added for each output channel; starts at 0. */
    BIAS,
    /** Batch norm's scale, gamma; starts at 1. */
    NORM_SCALE,
    /** Batch norm's shift, beta; starts at 0. */
    NORM_SHIFT,
    /** Batch norm's running mean, used at inference; starts at 0, not trained by gradients. */
    RUNNING_MEAN,
    /** Batch norm's running variance, used at inference; starts at 1, not trained by gradients. */
    RUNNING_VARIANCE;

    /** Whether the optimizer updates such a parameter. */
    public boolean trainable() {
      return this != RUNNING_MEAN && this != RUNNING_VARIANCE;
    }
  }

  public Parameter {
    shape = List.copyOf(shape);
  }

  /** Numbers in this parameter: the product of its shape. */
  public long elements() {
    long product = 1;
    for (int side : shape) {
      product = Math.multiplyExact(product, side);
    }
    return product;
  }

  /** Whether the optimizer updates this parameter. */
  public boolean trainable() {
    return role.trainable();
  }

  /** Inputs that one output number sums over; 1 for anything but a weight. */
  public int fanIn() {
    return switch (role) {
      case CONV_WEIGHT -> shape.get(1) * shape.get(2) * shape.get(3);
      case DENSE_WEIGHT, LOGITS_WEIGHT -> shape.get(1);
      default -> 1;
    };
  }

  /** Outputs that one input number reaches; 1 for anything but a weight. */
  public int fanOut() {
    return switch (role) {
      case CONV_WEIGHT -> shape.get(0) * shape.get(2) * shape.get(3);
      case DENSE_WEIGHT, LOGITS_WEIGHT -> shape.get(0);
      default -> 1;
    };
  }
}
