package io.github.vgg4j.cuda.plan;

import io.github.vgg4j.cuda.kernel.NumberType;

/**
 * A product of row-major matrices with what is fused to it: {@code C[rows, columns] = A * B}, then
 * the epilogue; sums in float32.
 *
 * @param a whether A is kept as {@code [rows, inner]} or turned, as {@code [inner, rows]}
 * @param b whether B is kept as {@code [inner, columns]} or turned, as {@code [columns, inner]}
 * @param type of A and B in memory
 * @param result type of C in memory
 * @param math how float32 numbers are multiplied
 */
public record Product(
    int rows,
    int columns,
    int inner,
    Side a,
    Side b,
    NumberType type,
    NumberType result,
    Convolution.Math math,
    Epilogue epilogue) {

  /** How a matrix lies in memory. */
  public enum Side {
    AS_IS,
    TURNED
  }

  /** What follows the product. */
  public enum Epilogue {
    NOTHING,
    /** Plus a float32 bias for each column. */
    BIAS,
    /** Plus the bias, then ReLU. */
    BIAS_RELU
  }
}
