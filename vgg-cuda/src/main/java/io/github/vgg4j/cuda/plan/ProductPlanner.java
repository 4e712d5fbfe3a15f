package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE;
import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cublas.cublasLtGetVersion;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulAlgoCheck;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulAlgoGetHeuristic;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceDestroy;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceSetAttribute;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulHeuristicResult_t;
import org.bytedeco.cuda.cublas.cublasLtMatmulPreferenceOpaque_t;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Finds the algorithms of a product, as cuBLASLt ranks them. Needs a device. */
public final class ProductPlanner {

  /** Bytes that every array's address is a multiple of. */
  static final int ALIGNMENT = 16;

  private final cublasLtContext handle;
  private final Target target;
  private final PlanLimits limits;

  /**
   * A planner.
   *
   * @param handle of cuBLASLt, made for the target's device; the caller ends it later
   * @param target whose text is part of a plan's key
   */
  public ProductPlanner(cublasLtContext handle, Target target, PlanLimits limits) {
    this.handle = handle;
    this.target = target;
    this.limits = limits;
  }

  /** What a kept plan is known by. */
  String key(Product product) {
    return "cublasLt %d\nworkspace %d\nproduct %s\ndevice %s\n"
        .formatted(cublasLtGetVersion(), limits.workspaceBytes(), product.text(), target.text());
  }

  /**
   * Asks for algorithms, best first.
   *
   * @return at least one, and at most as many as the limits say
   * @throws NoPlanException if there is none
   * @throws CublasException if cuBLASLt does not take the product
   */
  public List<ProductPlan> candidates(Product product) {
    List<ProductPlan> plans = new ArrayList<>();
    try (ProductDescriptors descriptors = ProductDescriptors.of(product);
        cublasLtMatmulHeuristicResult_t results =
            new cublasLtMatmulHeuristicResult_t(limits.candidates());
        IntPointer count = new IntPointer(1)) {
      Cublas.check(ask(descriptors, results, count), "rank algorithms for " + product.text());
      for (int i = 0; i < count.get(); i++) {
        cublasLtMatmulHeuristicResult_t result = results.getPointer(i);
        if (result.state() == CUBLAS_STATUS_SUCCESS) {
          plans.add(new ProductPlan(product, result.algo(), result.workspaceSize()));
        }
      }
    }
    if (plans.isEmpty()) {
      throw new NoPlanException(product.text(), List.of());
    }
    return plans;
  }

  private int ask(
      ProductDescriptors descriptors, cublasLtMatmulHeuristicResult_t results, IntPointer count) {
    cublasLtMatmulPreferenceOpaque_t preference = preference(limits.workspaceBytes());
    try {
      return cublasLtMatmulAlgoGetHeuristic(
          handle,
          descriptors.work(),
          descriptors.left(),
          descriptors.right(),
          descriptors.result(),
          descriptors.result(),
          preference,
          limits.candidates(),
          results,
          count);
    } finally {
      cublasLtMatmulPreferenceDestroy(preference);
    }
  }

  /**
   * Sums of parts only in float32 and in a fixed order; needs no device. The caller destroys it.
   */
  static cublasLtMatmulPreferenceOpaque_t preference(long workspaceBytes) {
    cublasLtMatmulPreferenceOpaque_t preference;
    try (PointerPointer<cublasLtMatmulPreferenceOpaque_t> made = new PointerPointer<>(1)) {
      Cublas.check(cublasLtMatmulPreferenceCreate(made), "make a preference");
      preference = new cublasLtMatmulPreferenceOpaque_t(made.get());
    }
    try (LongPointer workspace = new LongPointer(new long[] {workspaceBytes});
        IntPointer sums = new IntPointer(new int[] {CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE});
        IntPointer alignment = new IntPointer(new int[] {ALIGNMENT})) {
      set(preference, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, workspace, Long.BYTES);
      set(preference, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, sums, Integer.BYTES);
      set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, alignment, Integer.BYTES);
      set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, alignment, Integer.BYTES);
      set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, alignment, Integer.BYTES);
      set(preference, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, alignment, Integer.BYTES);
      return preference;
    } catch (RuntimeException e) {
      cublasLtMatmulPreferenceDestroy(preference);
      throw e;
    }
  }

  private static void set(
      cublasLtMatmulPreferenceOpaque_t preference, int attribute, Pointer value, long bytes) {
    Cublas.check(
        cublasLtMatmulPreferenceSetAttribute(preference, attribute, value, bytes),
        "set preference " + attribute);
  }

  /**
   * Makes a plan from a kept one, if this device still takes it.
   *
   * @throws CublasException if it does not
   * @throws NoPlanException if it is none, or needs more scratch than the limits allow
   */
  ProductPlan restore(Product product, byte[] kept) {
    if (kept.length != ProductPlan.ALGORITHM_BYTES) {
      throw new NoPlanException(product.text(), List.of(kept.length + " bytes are no algorithm"));
    }
    try (ProductDescriptors descriptors = ProductDescriptors.of(product);
        cublasLtMatmulAlgo_t algorithm = ProductPlan.algorithm(kept);
        cublasLtMatmulHeuristicResult_t result = new cublasLtMatmulHeuristicResult_t()) {
      Cublas.check(
          cublasLtMatmulAlgoCheck(
              handle,
              descriptors.work(),
              descriptors.left(),
              descriptors.right(),
              descriptors.result(),
              descriptors.result(),
              algorithm,
              result),
          "use the kept algorithm for " + product);
      if (result.workspaceSize() > limits.workspaceBytes()) {
        throw new NoPlanException(product.text(), List.of(result.workspaceSize() + " bytes"));
      }
      return new ProductPlan(product, algorithm, result.workspaceSize());
    }
  }
}
