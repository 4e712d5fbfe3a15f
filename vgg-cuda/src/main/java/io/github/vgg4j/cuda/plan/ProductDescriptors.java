package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_BIAS;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_EPILOGUE_RELU_BIAS;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_BIAS_POINTER;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_EPILOGUE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSA;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSB;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescGetAttribute;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulDescSetAttribute;
import static org.bytedeco.cuda.global.cublas.cublasLtMatrixLayoutCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtMatrixLayoutDestroy;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16BF;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution.Math;
import io.github.vgg4j.cuda.plan.Product.Side;
import org.bytedeco.cuda.cublas.cublasLtMatmulDescOpaque_t;
import org.bytedeco.cuda.cublas.cublasLtMatrixLayoutOpaque_t;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A product as cuBLASLt sees it. The library's matrices lie column by column, so that each of ours
 * is its own transpose there; {@code C = A B} becomes {@code C' = B' A'}: the sides change places,
 * and nothing is turned that was not turned before. Needs no device.
 */
final class ProductDescriptors implements AutoCloseable {

  private final Product product;
  private final cublasLtMatmulDescOpaque_t work;
  private final cublasLtMatrixLayoutOpaque_t left;
  private final cublasLtMatrixLayoutOpaque_t right;
  private final cublasLtMatrixLayoutOpaque_t result;

  private ProductDescriptors(Product product) {
    this.product = product;
    this.work = work(product);
    int type = dataType(product.type());
    this.left = layout(type, product.columns(), product.inner(), product.b());
    this.right = layout(type, product.inner(), product.rows(), product.a());
    this.result = layout(dataType(product.result()), product.columns(), product.rows(), Side.AS_IS);
  }

  /**
   * Makes them.
   *
   * @throws CublasException if cuBLASLt does not take them
   */
  static ProductDescriptors of(Product product) {
    ProductDescriptors descriptors = new ProductDescriptors(product);
    try {
      descriptors.set(CUBLASLT_MATMUL_DESC_TRANSA, operation(product.b()));
      descriptors.set(CUBLASLT_MATMUL_DESC_TRANSB, operation(product.a()));
      descriptors.set(CUBLASLT_MATMUL_DESC_EPILOGUE, epilogue(product));
      if (product.epilogue() != Product.Epilogue.NOTHING) {
        descriptors.set(CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE, dataType(product.result()));
        // Whoever ranks algorithms reads from the address how it is aligned; the real one comes by
        // bias(). Without one they would count on more than is promised.
        descriptors.bias(ProductPlanner.ALIGNMENT);
      }
      return descriptors;
    } catch (RuntimeException e) {
      descriptors.close();
      throw e;
    }
  }

  private static cublasLtMatmulDescOpaque_t work(Product product) {
    boolean rounded = product.type() == NumberType.F32 && product.math() == Math.TF32;
    int compute = rounded ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F;
    try (PointerPointer<cublasLtMatmulDescOpaque_t> made = new PointerPointer<>(1)) {
      Cublas.check(cublasLtMatmulDescCreate(made, compute, CUDA_R_32F), "describe " + product);
      return new cublasLtMatmulDescOpaque_t(made.get());
    }
  }

  /**
   * A matrix, column by column.
   *
   * @param high numbers in a column, and {@code wide} in a row, once it is turned as asked
   */
  private static cublasLtMatrixLayoutOpaque_t layout(int type, long high, long wide, Side side) {
    long column = side == Side.AS_IS ? high : wide;
    long columns = side == Side.AS_IS ? wide : high;
    try (PointerPointer<cublasLtMatrixLayoutOpaque_t> made = new PointerPointer<>(1)) {
      Cublas.check(
          cublasLtMatrixLayoutCreate(made, type, column, columns, column),
          "describe a matrix of " + columns + " columns of " + column);
      return new cublasLtMatrixLayoutOpaque_t(made.get());
    }
  }

  private static int operation(Side side) {
    return side == Side.AS_IS ? CUBLAS_OP_N : CUBLAS_OP_T;
  }

  private static int epilogue(Product product) {
    return switch (product.epilogue()) {
      case NOTHING -> CUBLASLT_EPILOGUE_DEFAULT;
      case BIAS -> CUBLASLT_EPILOGUE_BIAS;
      case BIAS_RELU -> CUBLASLT_EPILOGUE_RELU_BIAS;
    };
  }

  static int dataType(NumberType type) {
    return switch (type) {
      case F32 -> CUDA_R_32F;
      case BF16 -> CUDA_R_16BF;
    };
  }

  private void set(int attribute, int value) {
    try (IntPointer pointer = new IntPointer(new int[] {value})) {
      set(attribute, pointer, Integer.BYTES);
    }
  }

  /** Says where the bias lies on the device. */
  void bias(long address) {
    try (LongPointer pointer = new LongPointer(new long[] {address})) {
      set(CUBLASLT_MATMUL_DESC_BIAS_POINTER, pointer, Long.BYTES);
    }
  }

  private void set(int attribute, Pointer value, long bytes) {
    Cublas.check(
        cublasLtMatmulDescSetAttribute(work, attribute, value, bytes),
        "set attribute " + attribute + " of " + product);
  }

  /** Reads an attribute of the work back. */
  int get(int attribute) {
    try (IntPointer value = new IntPointer(1);
        SizeTPointer written = new SizeTPointer(1)) {
      Cublas.check(
          cublasLtMatmulDescGetAttribute(work, attribute, value, Integer.BYTES, written),
          "read attribute " + attribute + " of " + product);
      return value.get();
    }
  }

  cublasLtMatmulDescOpaque_t work() {
    return work;
  }

  /** The library's first matrix: our B. */
  cublasLtMatrixLayoutOpaque_t left() {
    return left;
  }

  /** The library's second matrix: our A. */
  cublasLtMatrixLayoutOpaque_t right() {
    return right;
  }

  cublasLtMatrixLayoutOpaque_t result() {
    return result;
  }

  @Override
  public void close() {
    cublasLtMatrixLayoutDestroy(result);
    cublasLtMatrixLayoutDestroy(right);
    cublasLtMatrixLayoutDestroy(left);
    cublasLtMatmulDescDestroy(work);
  }
}
