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

  /**
   * Checks the sizes and types.
   *
   * @throws IllegalArgumentException if a size is below 1, or float32 matrices are to give bfloat16
   */
  public Product {
    if (rows < 1 || columns < 1 || inner < 1) {
      throw new IllegalArgumentException(
          "A product of %d x %d by %d x %d has a size below 1"
              .formatted(rows, inner, inner, columns));
    }
    if (type == NumberType.F32 && result == NumberType.BF16) {
      throw new IllegalArgumentException("cuBLASLt has no product of float32 that gives bfloat16");
    }
  }

  /** One line that two products share only if they are equal; part of the key of a plan. */
  public String text() {
    return "%s %s %s %s rows=%d columns=%d inner=%d a=%s b=%s"
        .formatted(epilogue, type, result, math, rows, columns, inner, a, b);
  }

  /** How a matrix lies in memory. */
  public enum Side {
    AS_IS,
    TURNED
  }

  /** What follows the product. */
  public enum Epilogue {
    NOTHING,
    /**
     * Plus a bias for each column, in the type of the result: cuBLASLt takes no other for float32
     * and bfloat16 ({@code CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE} in {@code cublasLt.h}).
     */
    BIAS,
    /** Plus the bias, then ReLU. */
    BIAS_RELU
  }
}
