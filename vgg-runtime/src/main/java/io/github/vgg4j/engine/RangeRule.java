package io.github.vgg4j.engine;

/** Which number of a layer's input becomes the largest that int8 can hold. */
public enum RangeRule {
  /** The largest that was met: nothing is cut, and steps are widest. */
  LARGEST,
  /** The one below which 99.99 % of the numbers above 0 lie. */
  PERCENTILE,
  /**
   * The one with the least mean squared error: of rounding, {@code step^2 / 12}, and of what is cut
   * (Nagel et al. 2021, "A White Paper on Neural Network Quantization", section 3.1).
   */
  LEAST_SQUARES
}
