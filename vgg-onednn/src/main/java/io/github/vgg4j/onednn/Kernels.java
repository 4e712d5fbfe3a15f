package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Makes primitives for the layers. Layouts given as {@code any} are chosen by oneDNN; the kernel
 * then tells them.
 */
final class Kernels {

  private static final long[] ONES = {1, 1};
  private static final long[] ZEROS = {0, 0};
  private static final long[] PAIR = {2, 2};

  private final Natives natives;

  Kernels(Natives natives) {
    this.natives = natives;
  }

  /** Whether what a kernel computes is for training. */
  enum Use {
    TRAINING(dnnl.dnnl_forward_training),
    INFERENCE(dnnl.dnnl_forward_inference);

    private final int code;

    Use(int code) {
      this.code = code;
    }

    /** Its name in oneDNN. */
    int code() {
      return code;
    }
  }

  /** Those of the norms. */
  NormKernels norms() {
    return new NormKernels(this);
  }

  PostOps postOps() {
    return new PostOps(natives);
  }

  /** {@code out = conv(in, weights) + bias}, then the post operations. */
  Kernel convolution(
      Layer.Conv conv, Use use, Layout in, Layout weights, Layout bias, Layout out, PostOps after) {
    long[] padding = {conv.padding(), conv.padding()};
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            use.code,
            dnnl.dnnl_convolution_direct,
            in.descriptor(),
            weights.descriptor(),
            bias.descriptor(),
            out.descriptor(),
            ONES,
            ZEROS,
            padding,
            padding,
            after.attributes());
    return kernel(made, status, "convolution", macs(conv, in));
  }

  /** The gradient of a convolution's input. */
  Kernel convolutionData(
      Layer.Conv conv, Layout inGradient, Layout weights, Layout outGradient, Kernel forward) {
    long[] padding = {conv.padding(), conv.padding()};
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_convolution_backward_data_primitive_desc_create(
            made,
            Dnnl.cpu(),
            dnnl.dnnl_convolution_direct,
            inGradient.descriptor(),
            weights.descriptor(),
            outGradient.descriptor(),
            ONES,
            ZEROS,
            padding,
            padding,
            forward.descriptor(),
            postOps().attributes());
    return kernel(made, status, "input gradient of the convolution", macs(conv, inGradient));
  }

  /** The gradients of a convolution's weights and bias. */
  Kernel convolutionWeights(
      Layer.Conv conv,
      Layout in,
      Layout weightsGradient,
      Layout biasGradient,
      Layout outGradient,
      Kernel forward) {
    long[] padding = {conv.padding(), conv.padding()};
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
            made,
            Dnnl.cpu(),
            dnnl.dnnl_convolution_direct,
            in.descriptor(),
            weightsGradient.descriptor(),
            biasGradient.descriptor(),
            outGradient.descriptor(),
            ONES,
            ZEROS,
            padding,
            padding,
            forward.descriptor(),
            postOps().attributes());
    return kernel(made, status, "weight gradient of the convolution", macs(conv, in));
  }

  /** {@code out = in * weights^T + bias}; in is [images, features], weights are [out, features]. */
  Kernel dense(Use use, Layout in, Layout weights, Layout bias, Layout out, PostOps after) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_inner_product_forward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            use.code,
            in.descriptor(),
            weights.descriptor(),
            bias.descriptor(),
            out.descriptor(),
            after.attributes());
    return kernel(made, status, "dense product", macs(in, weights));
  }

  /** The gradient of a dense layer's input. */
  Kernel denseData(Layout inGradient, Layout weights, Layout outGradient, Kernel forward) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_inner_product_backward_data_primitive_desc_create(
            made,
            Dnnl.cpu(),
            inGradient.descriptor(),
            weights.descriptor(),
            outGradient.descriptor(),
            forward.descriptor(),
            postOps().attributes());
    return kernel(made, status, "input gradient of the dense product", macs(inGradient, weights));
  }

  /** The gradients of a dense layer's weights and bias. */
  Kernel denseWeights(
      Layout in, Layout weightsGradient, Layout biasGradient, Layout outGradient, Kernel forward) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_inner_product_backward_weights_primitive_desc_create(
            made,
            Dnnl.cpu(),
            in.descriptor(),
            weightsGradient.descriptor(),
            biasGradient.descriptor(),
            outGradient.descriptor(),
            forward.descriptor(),
            postOps().attributes());
    return kernel(made, status, "weight gradient of the dense product", macs(in, weightsGradient));
  }

  /** {@code out = a * b} of matrices, then the post operations. */
  Kernel product(Layout a, Layout b, Layout out, PostOps after) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_matmul_primitive_desc_create(
            made,
            Dnnl.cpu(),
            a.descriptor(),
            b.descriptor(),
            null,
            out.descriptor(),
            after.attributes());
    return kernel(made, status, "matrix product", macs(a, b));
  }

  /** Windows of 2x2, stride 2; an odd last row or column is dropped. */
  Kernel pool(int algorithm, Use use, Layout in, Layout out, PostOps after) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_pooling_forward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            use.code,
            algorithm,
            in.descriptor(),
            out.descriptor(),
            PAIR,
            PAIR,
            ZEROS,
            ZEROS,
            ZEROS,
            after.attributes());
    return kernel(made, status, "pool");
  }

  /** The gradient of a pool's input. */
  Kernel poolBack(int algorithm, Layout inGradient, Layout outGradient, Kernel forward) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_pooling_backward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            algorithm,
            inGradient.descriptor(),
            outGradient.descriptor(),
            PAIR,
            PAIR,
            ZEROS,
            ZEROS,
            ZEROS,
            forward.descriptor(),
            postOps().attributes());
    return kernel(made, status, "gradient of the pool");
  }

  /** {@code max(x, 0)}, number by number. */
  Kernel relu(Use use, Layout layout) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_eltwise_forward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            use.code,
            dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
            layout.descriptor(),
            layout.descriptor(),
            0,
            0,
            postOps().attributes());
    return kernel(made, status, "ReLU");
  }

  /** The gradient of ReLU's input, from its output. */
  Kernel reluBack(Layout layout) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_eltwise_backward_primitive_desc_create(
            made,
            Dnnl.cpu(),
            dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
            layout.descriptor(),
            layout.descriptor(),
            layout.descriptor(),
            0,
            0,
            relu(Use.TRAINING, layout).descriptor(),
            postOps().attributes());
    return kernel(made, status, "gradient of the ReLU");
  }

  /** {@code out = a op b}, number by number, then the post operations. */
  Kernel binary(int algorithm, Layout a, Layout b, Layout out, PostOps after) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_binary_primitive_desc_create(
            made,
            Dnnl.cpu(),
            algorithm,
            a.descriptor(),
            b.descriptor(),
            out.descriptor(),
            after.attributes());
    return kernel(made, status, "elementwise");
  }

  /** The same numbers in another layout or format. */
  Kernel reorder(Layout from, Layout to) {
    return reorder(from, to, postOps());
  }

  /** The same numbers in another layout or format, and scaled. */
  Kernel reorder(Layout from, Layout to, PostOps scales) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_reorder_primitive_desc_create(
            made, from.descriptor(), Dnnl.cpu(), to.descriptor(), Dnnl.cpu(), scales.attributes());
    return kernel(made, status, "reorder of " + from);
  }

  /**
   * What oneDNN chose.
   *
   * @param status of making the description
   * @param work for messages
   */
  Kernel kernel(dnnl_primitive_desc made, int status, String work) {
    return kernel(made, status, work, 0);
  }

  private Kernel kernel(dnnl_primitive_desc made, int status, String work, long macs) {
    Dnnl.check(status, "choose an implementation of " + work);
    return new Kernel(natives, made, work, 2 * macs);
  }

  private static long macs(Layer.Conv conv, Layout maps) {
    return maps.dims()[0] * conv.macs();
  }

  private static long macs(Layout rows, Layout weights) {
    return rows.dims()[0] * weights.elements();
  }
}
