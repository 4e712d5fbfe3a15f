package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.kernel.NumberType;
import java.util.EnumSet;
import java.util.Set;

/**
 * A convolution with what is fused to it: stride 1, padding {@code kernel / 2}, all maps NHWC, all
 * filters KRSC, sums in float32.
 *
 * @param work which direction, and what comes with it
 * @param type of maps, filters and their gradients in memory
 * @param math how float32 numbers are multiplied; bfloat16 ones always by tensor cores
 * @param images in a batch, at least 1
 * @param in channels of the input map
 * @param out channels of the output map
 * @param height of both maps
 * @param width of both maps
 * @param kernel side of the filter: 1 or 3
 */
public record Convolution(
    Work work,
    NumberType type,
    Math math,
    int images,
    int in,
    int out,
    int height,
    int width,
    int kernel) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1 or the kernel neither 1 nor 3
   */
  public Convolution {
    if (images < 1 || in < 1 || out < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "A convolution of %d images, %d to %d channels, %d x %d has a size below 1"
              .formatted(images, in, out, height, width));
    }
    if (kernel != 1 && kernel != 3) {
      throw new IllegalArgumentException("A kernel of side " + kernel + " is neither 1 nor 3");
    }
  }

  /** The same layer, with other work. */
  public Convolution with(Work other) {
    return new Convolution(other, type, math, images, in, out, height, width, kernel);
  }

  /** The arrays that it reads and writes. */
  public Set<Role> roles() {
    return switch (work) {
      case FORWARD -> EnumSet.of(Role.X, Role.W, Role.Y);
      case FORWARD_BIAS, FORWARD_BIAS_RELU -> EnumSet.of(Role.X, Role.W, Role.BIAS, Role.Y);
      case INPUT_GRADIENT -> EnumSet.of(Role.DY, Role.W, Role.DX);
      case INPUT_GRADIENT_RELU -> EnumSet.of(Role.DY, Role.W, Role.X, Role.DX);
      case INPUT_GRADIENT_RELU_BIAS -> EnumSet.of(Role.DY, Role.W, Role.X, Role.DX, Role.DBIAS);
      case FILTER_GRADIENT, FILTER_GRADIENT_F32 -> EnumSet.of(Role.X, Role.DY, Role.DW);
    };
  }

  /** One line that two convolutions share only if they are equal; part of the key of a plan. */
  public String text() {
    return "%s %s %s images=%d in=%d out=%d height=%d width=%d kernel=%d"
        .formatted(work, type, math, images, in, out, height, width, kernel);
  }

  /** A direction with what is fused to it. */
  public enum Work {
    /** {@code Y = X * W}. */
    FORWARD,
    /** {@code Y = X * W + BIAS}; the bias is float32. */
    FORWARD_BIAS,
    /** {@code Y = max(X * W + BIAS, 0)}. */
    FORWARD_BIAS_RELU,
    /** {@code DX = DY * W}, the gradient of the input. */
    INPUT_GRADIENT,
    /** The same, 0 where {@code X}, the output of a ReLU, is 0. */
    INPUT_GRADIENT_RELU,
    /**
     * The same, and {@code DBIAS}, the float32 sum of that {@code DX} over images, rows and
     * columns: the bias gradient of the layer before.
     */
    INPUT_GRADIENT_RELU_BIAS,
    /** {@code DW}, the gradient of the filters, in the type of the maps. */
    FILTER_GRADIENT,
    /** {@code DW} in float32. */
    FILTER_GRADIENT_F32
  }

  /** How float32 numbers are multiplied. */
  @SuppressWarnings("JavaLangClash") // reads Convolution.Math wherever both are in sight
  public enum Math {
    /** As they are. */
    EXACT,
    /** Rounded to TF32, by tensor cores. */
    TF32
  }

  /** An array of a convolution. */
  public enum Role {
    X,
    W,
    BIAS,
    Y,
    DY,
    DX,
    DW,
    DBIAS
  }
}
