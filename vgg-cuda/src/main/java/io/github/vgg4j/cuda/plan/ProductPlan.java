package io.github.vgg4j.cuda.plan;

import java.util.Arrays;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A product with cuBLASLt's algorithm chosen. */
public final class ProductPlan implements Plan {

  /** Bytes of cuBLASLt's record of an algorithm, which may be kept (see {@code cublasLt.h}). */
  static final int ALGORITHM_BYTES = 64;

  private final Product product;
  private final byte[] algorithm;
  private final long workspaceBytes;

  ProductPlan(Product product, cublasLtMatmulAlgo_t algorithm, long workspaceBytes) {
    this.product = product;
    this.algorithm = new byte[ALGORITHM_BYTES];
    bytes(algorithm).get(this.algorithm);
    this.workspaceBytes = workspaceBytes;
  }

  /** The same memory, seen as bytes. */
  private static BytePointer bytes(cublasLtMatmulAlgo_t algorithm) {
    return new BytePointer((Pointer) algorithm).capacity(ALGORITHM_BYTES);
  }

  /** The library's record from what {@link #serialized()} gave. */
  static cublasLtMatmulAlgo_t algorithm(byte[] serialized) {
    cublasLtMatmulAlgo_t algorithm = new cublasLtMatmulAlgo_t();
    bytes(algorithm).put(serialized, 0, ALGORITHM_BYTES);
    return algorithm;
  }

  /** What it computes. */
  public Product product() {
    return product;
  }

  @Override
  public long workspaceBytes() {
    return workspaceBytes;
  }

  @Override
  public byte[] serialized() {
    return algorithm.clone();
  }

  /**
   * Ties the plan to memory, once; running it then makes no objects.
   *
   * @param a address on the device, as every other here a multiple of 16
   * @param bias 0 where the epilogue takes none
   * @param workspace address of {@link #workspaceBytes()} of scratch; 0 if that is 0
   * @throws IllegalArgumentException if an address is missing, of no use here, or not aligned
   */
  public BoundProduct bind(long a, long b, long bias, long c, long workspace) {
    return BoundProduct.of(this, a, b, bias, c, workspace);
  }

  /** Such as {@code cublasLt algorithm 1f3870be}, a hash that tells them apart; for profiles. */
  @Override
  public String toString() {
    return "cublasLt algorithm %08x".formatted(Arrays.hashCode(algorithm));
  }

  @Override
  public void close() {}
}
