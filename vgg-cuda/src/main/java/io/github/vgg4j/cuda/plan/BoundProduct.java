package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cublas.cublasLtMatmul;

import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cublas.cublasLtMatmulAlgo_t;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A product tied to memory; a step runs it again and again. */
public final class BoundProduct implements AutoCloseable {

  private final ProductPlan plan;
  private final ProductDescriptors descriptors;
  private final cublasLtMatmulAlgo_t algorithm;
  private final Pointer left;
  private final Pointer right;
  private final Pointer result;
  private final Pointer workspace;
  private final FloatPointer one = new FloatPointer(new float[] {1});
  private final FloatPointer zero = new FloatPointer(new float[] {0});
  private final String doing;

  private BoundProduct(
      ProductPlan plan, ProductDescriptors descriptors, long a, long b, long c, long workspace) {
    this.plan = plan;
    this.descriptors = descriptors;
    this.algorithm = ProductPlan.algorithm(plan.serialized());
    this.left = new DevicePointer(b);
    this.right = new DevicePointer(a);
    this.result = new DevicePointer(c);
    this.workspace = new DevicePointer(workspace);
    this.doing = "run " + plan + " for " + plan.product();
  }

  static BoundProduct of(ProductPlan plan, long a, long b, long bias, long c, long workspace) {
    boolean biased = plan.product().epilogue() != Product.Epilogue.NOTHING;
    if (biased != (bias != 0)) {
      throw new IllegalArgumentException(
          plan.product() + (biased ? " takes a bias, and got none" : " takes no bias"));
    }
    checked("A", a);
    checked("B", b);
    checked("C", c);
    if (workspace == 0 && plan.workspaceBytes() > 0) {
      throw new IllegalArgumentException(
          plan + " needs " + plan.workspaceBytes() + " bytes of scratch, and got none");
    }
    ProductDescriptors descriptors = ProductDescriptors.of(plan.product());
    try {
      if (biased) {
        checked("the bias", bias);
        descriptors.bias(bias);
      }
      return new BoundProduct(plan, descriptors, a, b, c, workspace);
    } catch (RuntimeException e) {
      descriptors.close();
      throw e;
    }
  }

  private static void checked(String what, long address) {
    if (address == 0 || address % ProductPlanner.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "The address %#x of %s is not a multiple of %d on the device"
              .formatted(address, what, ProductPlanner.ALIGNMENT));
    }
  }

  /** The plan that it runs. */
  public ProductPlan plan() {
    return plan;
  }

  /**
   * Asks the device to run it on a stream; does not wait.
   *
   * @throws CublasException if cuBLASLt cannot launch it
   */
  public void run(cublasLtContext handle, CUstream_st stream) {
    Cublas.check(
        cublasLtMatmul(
            handle,
            descriptors.work(),
            one,
            left,
            descriptors.left(),
            right,
            descriptors.right(),
            zero,
            result,
            descriptors.result(),
            result,
            descriptors.result(),
            algorithm,
            workspace,
            plan.workspaceBytes(),
            stream),
        doing);
  }

  @Override
  public void close() {
    descriptors.close();
    algorithm.close();
    one.close();
    zero.close();
  }
}
