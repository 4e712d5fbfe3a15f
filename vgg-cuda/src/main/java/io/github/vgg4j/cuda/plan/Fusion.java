package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.plan.Convolution.Work;
import java.util.List;

/**
 * One way of doing a convolution's work: so much in cuDNN's kernel, the rest after it.
 *
 * @param rest in this order, on what the convolution wrote
 */
public record Fusion(Convolution convolution, List<Rest> rest) {

  /** What is left to the caller. */
  public enum Rest {
    /** Adds BIAS to Y. */
    BIAS,
    /** {@code Y = max(Y, 0)}. */
    RELU,
    /** {@code DX = X > 0 ? DX : 0}. */
    RELU_MASK,
    /** {@code DBIAS}, the sum of DX over images, rows and columns. */
    BIAS_GRADIENT,
    /** DW from the type of the maps to float32. */
    CAST
  }

  public Fusion {
    rest = List.copyOf(rest);
  }

  /** Every way of doing the work, the most fused first. */
  public static List<Fusion> of(Convolution convolution) {
    return switch (convolution.work()) {
      case FORWARD, INPUT_GRADIENT, FILTER_GRADIENT ->
          List.of(way(convolution, convolution.work()));
      case FORWARD_BIAS ->
          List.of(way(convolution, Work.FORWARD_BIAS), way(convolution, Work.FORWARD, Rest.BIAS));
      case FORWARD_BIAS_RELU ->
          List.of(
              way(convolution, Work.FORWARD_BIAS_RELU),
              way(convolution, Work.FORWARD_BIAS, Rest.RELU),
              way(convolution, Work.FORWARD, Rest.BIAS, Rest.RELU));
      case INPUT_GRADIENT_RELU ->
          List.of(
              way(convolution, Work.INPUT_GRADIENT_RELU),
              way(convolution, Work.INPUT_GRADIENT, Rest.RELU_MASK));
      case INPUT_GRADIENT_RELU_BIAS ->
          List.of(
              way(convolution, Work.INPUT_GRADIENT_RELU_BIAS),
              way(convolution, Work.INPUT_GRADIENT_RELU, Rest.BIAS_GRADIENT),
              way(convolution, Work.INPUT_GRADIENT, Rest.RELU_MASK, Rest.BIAS_GRADIENT));
      case FILTER_GRADIENT_F32 ->
          List.of(
              way(convolution, Work.FILTER_GRADIENT_F32),
              way(convolution, Work.FILTER_GRADIENT, Rest.CAST));
    };
  }

  private static Fusion way(Convolution convolution, Work work, Rest... rest) {
    return new Fusion(convolution.with(work), List.of(rest));
  }
}
