package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_VARIANT_PACK_WORKSPACE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendExecute;

import io.github.vgg4j.cuda.plan.Convolution.Role;
import java.util.Map;
import java.util.Set;
import org.bytedeco.cuda.cudnn.cudnnContext;

/** A plan tied to memory; a step runs it again and again. */
public final class BoundConvolution implements AutoCloseable {

  private final ConvolutionPlan plan;
  private final Descriptor pack;
  private final String doing;

  private BoundConvolution(ConvolutionPlan plan, Descriptor pack) {
    this.plan = plan;
    this.pack = pack;
    this.doing = "run " + plan + " for " + plan.convolution();
  }

  static BoundConvolution of(ConvolutionPlan plan, Map<Role, Long> addresses, long workspace) {
    Convolution convolution = plan.convolution();
    Set<Role> roles = convolution.roles();
    if (!roles.equals(addresses.keySet())) {
      throw new IllegalArgumentException(
          convolution + " takes " + roles + ", not " + addresses.keySet());
    }
    long[] uids = new long[roles.size()];
    long[] pointers = new long[roles.size()];
    int i = 0;
    for (Role role : roles) {
      pointers[i] = checked(role, addresses.get(role));
      uids[i++] = ConvolutionGraph.uid(role);
    }
    if (workspace == 0 && plan.workspaceBytes() > 0) {
      throw new IllegalArgumentException(
          plan + " needs " + plan.workspaceBytes() + " bytes of scratch, and got none");
    }
    Descriptor pack =
        Descriptor.create(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR, "the arrays of " + convolution);
    try {
      pack.setLongs(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, uids)
          .setAddresses(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, pointers)
          .setAddresses(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, workspace)
          .finish();
      return new BoundConvolution(plan, pack);
    } catch (RuntimeException e) {
      pack.close();
      throw e;
    }
  }

  private static long checked(Role role, long address) {
    if (address == 0 || address % ConvolutionGraph.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "The address %#x of %s is not a multiple of %d on the device"
              .formatted(address, role, ConvolutionGraph.ALIGNMENT));
    }
    return address;
  }

  /** The plan that it runs. */
  public ConvolutionPlan plan() {
    return plan;
  }

  /**
   * Asks the device to run it, on the stream that the handle has; does not wait.
   *
   * @throws CudnnException if cuDNN cannot launch it
   */
  public void run(cudnnContext handle) {
    Cudnn.check(cudnnBackendExecute(handle, plan.descriptor().pointer(), pack.pointer()), doing);
  }

  @Override
  public void close() {
    pack.close();
  }
}
