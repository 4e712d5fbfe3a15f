package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.kernel.NumberType;

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
     * The same, and {@code DBIAS}, the float32 sum of that {@code DX} over images, rows and columns:
     * the bias gradient of the layer before.
     */
    INPUT_GRADIENT_RELU_BIAS,
    /** {@code DW}, the gradient of the filters, in the type of the maps. */
    FILTER_GRADIENT,
    /** {@code DW} in float32. */
    FILTER_GRADIENT_F32
  }

  /** How float32 numbers are multiplied. */
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
