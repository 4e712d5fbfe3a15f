package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.onednn.Kernels.Use;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** Makes the primitives of batch norm and local response norm. */
final class NormKernels {

  private final Kernels kernels;

  NormKernels(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Batch norm; flags as oneDNN's {@code dnnl_use_scale} and the like. */
  Kernel batch(Use use, Layout in, Layout out, double epsilon, int flags) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            use.code(),
            in.descriptor(),
            out.descriptor(),
            (float) epsilon,
            flags,
            kernels.postOps().attributes());
    return kernels.kernel(made, status, "batch norm");
  }

  /** The gradients of batch norm's input, scale and shift. */
  Kernel batchBack(
      Layout inGradient, Layout outGradient, Layout in, double epsilon, int flags, Kernel forward) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            dnnl.dnnl_backward,
            inGradient.descriptor(),
            outGradient.descriptor(),
            in.descriptor(),
            (float) epsilon,
            flags,
            forward.descriptor(),
            kernels.postOps().attributes());
    return kernels.kernel(made, status, "gradient of the batch norm");
  }

  /** Local response norm across channels. */
  Kernel localResponse(Layer.LocalResponseNorm norm, Use use, Layout in, Layout out) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_lrn_forward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            use.code(),
            dnnl.dnnl_lrn_across_channels,
            in.descriptor(),
            out.descriptor(),
            norm.size(),
            (float) norm.alpha(),
            (float) norm.beta(),
            (float) norm.k(),
            kernels.postOps().attributes());
    return kernels.kernel(made, status, "local response norm");
  }

  /** The gradient of local response norm's input. */
  Kernel localResponseBack(
      Layer.LocalResponseNorm norm,
      Layout inGradient,
      Layout outGradient,
      Layout in,
      Kernel forward) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_lrn_backward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            dnnl.dnnl_lrn_across_channels,
            inGradient.descriptor(),
            outGradient.descriptor(),
            in.descriptor(),
            norm.size(),
            (float) norm.alpha(),
            (float) norm.beta(),
            (float) norm.k(),
            forward.descriptor(),
            kernels.postOps().attributes());
    return kernels.kernel(made, status, "gradient of the local response norm");
  }
}
