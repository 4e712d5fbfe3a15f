package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_COMP_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_CONV_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_DILATIONS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_POST_PADDINGS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATIONGRAPH_OPS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_BDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_DXDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_DYDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_XDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_POINTWISE_YDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_REDUCTION_DESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_REDUCTION_XDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_OPERATION_REDUCTION_YDESC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_POINTWISE_MATH_PREC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_POINTWISE_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_REDUCTION_COMP_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_REDUCTION_IS_DETERMINISTIC;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_REDUCTION_OPERATOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_DATA_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_DIMENSIONS;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_IS_VIRTUAL;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_STRIDES;
import static org.bytedeco.cuda.global.cudnn.CUDNN_ATTR_TENSOR_UNIQUE_ID;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_OPERATION_REDUCTION_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_POINTWISE_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_REDUCTION_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_BACKEND_TENSOR_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_BFLOAT16;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_ADD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_RELU_BWD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_POINTWISE_RELU_FWD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_REDUCE_TENSOR_ADD;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_CONVOLUTION_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_DATA_TYPE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_POINTWISE_MODE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_REDUCTION_OPERATOR_TYPE;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * The operation graph of a convolution: its tensors (numbered by role), the convolution, and the
 * pointwise operations and the sum that follow it, joined by tensors that never reach memory.
 */
final class ConvolutionGraph {

  /** Numbers of tensors between operations start here; those of roles are below. */
  private static final long BETWEEN = 100;

  /** Bytes that every array's address is a multiple of; the planner may use loads of so many. */
  static final int ALIGNMENT = 16;

  private final Descriptors descriptors;
  private final Convolution convolution;
  private final List<Descriptor> operations = new ArrayList<>();
  private long between = BETWEEN;

  private ConvolutionGraph(Descriptors descriptors, Convolution convolution) {
    this.descriptors = descriptors;
    this.convolution = convolution;
  }

  /** The number by which a plan knows an array; it stands in kept plans, so it never changes. */
  static long uid(Role role) {
    return switch (role) {
      case X -> 1;
      case W -> 2;
      case BIAS -> 3;
      case Y -> 4;
      case DY -> 5;
      case DX -> 6;
      case DW -> 7;
      case DBIAS -> 8;
    };
  }

  /**
   * Builds the graph.
   *
   * @param descriptors owns it
   */
  static Descriptor build(Descriptors descriptors, Convolution convolution, Target target) {
    ConvolutionGraph graph = new ConvolutionGraph(descriptors, convolution);
    graph.operations();
    Descriptor whole =
        descriptors.create(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR, "the graph of " + convolution);
    target.describe(whole);
    return whole
        .setDescriptors(CUDNN_ATTR_OPERATIONGRAPH_OPS, graph.operations.toArray(Descriptor[]::new))
        .finish();
  }

  private void operations() {
    switch (convolution.work()) {
      case FORWARD -> forward(map(Role.Y));
      case FORWARD_BIAS -> bias(map(Role.Y));
      case FORWARD_BIAS_RELU -> {
        Descriptor sum = between(convolution.out());
        bias(sum);
        pointwise(CUDNN_POINTWISE_RELU_FWD, sum, map(Role.Y));
      }
      case INPUT_GRADIENT -> inputGradient(map(Role.DX));
      case INPUT_GRADIENT_RELU -> mask(map(Role.DX));
      case INPUT_GRADIENT_RELU_BIAS -> {
        Descriptor dx = map(Role.DX);
        mask(dx);
        sum(dx);
      }
      case FILTER_GRADIENT -> filterGradient(convolution.type());
      case FILTER_GRADIENT_F32 -> filterGradient(NumberType.F32);
    }
  }

  private void forward(Descriptor y) {
    operations.add(
        create(CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR, "the convolution")
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X, map(Role.X))
            .setDescriptors(
                CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W, filter(Role.W, convolution.type()))
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y, y)
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC, window())
            .setFloat(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA, 1f)
            .setFloat(CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA, 0f)
            .finish());
  }

  private void bias(Descriptor y) {
    Descriptor product = between(convolution.out());
    forward(product);
    operations.add(
        pointwise(CUDNN_POINTWISE_ADD)
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, product)
            .setDescriptors(
                CUDNN_ATTR_OPERATION_POINTWISE_BDESC, channels(Role.BIAS, convolution.out()))
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_YDESC, y)
            .finish());
  }

  private void inputGradient(Descriptor dx) {
    operations.add(
        create(CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR, "the input gradient")
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY, map(Role.DY))
            .setDescriptors(
                CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W, filter(Role.W, convolution.type()))
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX, dx)
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC, window())
            .setFloat(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA, 1f)
            .setFloat(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA, 0f)
            .finish());
  }

  /** The input gradient, where X is above 0: X is max(z, 0), so that is where z is above 0. */
  private void mask(Descriptor dx) {
    Descriptor product = between(convolution.in());
    inputGradient(product);
    operations.add(
        pointwise(CUDNN_POINTWISE_RELU_BWD)
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, map(Role.X))
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_DYDESC, product)
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_DXDESC, dx)
            .finish());
  }

  private void sum(Descriptor dx) {
    // Without the demand, engines add to the sum by atomics, in any order, and do not say so.
    Descriptor reduction =
        create(CUDNN_BACKEND_REDUCTION_DESCRIPTOR, "the sum")
            .setEnum(
                CUDNN_ATTR_REDUCTION_OPERATOR,
                CUDNN_TYPE_REDUCTION_OPERATOR_TYPE,
                CUDNN_REDUCE_TENSOR_ADD)
            .setEnum(CUDNN_ATTR_REDUCTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT)
            .setFlag(CUDNN_ATTR_REDUCTION_IS_DETERMINISTIC, true)
            .finish();
    operations.add(
        create(CUDNN_BACKEND_OPERATION_REDUCTION_DESCRIPTOR, "the bias gradient")
            .setDescriptors(CUDNN_ATTR_OPERATION_REDUCTION_DESC, reduction)
            .setDescriptors(CUDNN_ATTR_OPERATION_REDUCTION_XDESC, dx)
            .setDescriptors(
                CUDNN_ATTR_OPERATION_REDUCTION_YDESC, channels(Role.DBIAS, convolution.in()))
            .finish());
  }

  private void filterGradient(NumberType result) {
    operations.add(
        create(
                CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR,
                "the filter gradient")
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X, map(Role.X))
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY, map(Role.DY))
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW, filter(Role.DW, result))
            .setDescriptors(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC, window())
            .setFloat(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA, 1f)
            .setFloat(CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA, 0f)
            .finish());
  }

  private void pointwise(int mode, Descriptor from, Descriptor to) {
    operations.add(
        pointwise(mode)
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_XDESC, from)
            .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_YDESC, to)
            .finish());
  }

  private Descriptor pointwise(int mode) {
    Descriptor kind =
        create(CUDNN_BACKEND_POINTWISE_DESCRIPTOR, "a pointwise mode")
            .setEnum(CUDNN_ATTR_POINTWISE_MODE, CUDNN_TYPE_POINTWISE_MODE, mode)
            .setEnum(CUDNN_ATTR_POINTWISE_MATH_PREC, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT)
            .finish();
    return create(CUDNN_BACKEND_OPERATION_POINTWISE_DESCRIPTOR, "a pointwise operation")
        .setDescriptors(CUDNN_ATTR_OPERATION_POINTWISE_PW_DESCRIPTOR, kind);
  }

  private Descriptor window() {
    long padding = convolution.kernel() / 2;
    return create(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR, "the window")
        .setEnum(CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT)
        .setEnum(
            CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE, CUDNN_CROSS_CORRELATION)
        .setLongs(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, 2L)
        .setLongs(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, padding, padding)
        .setLongs(CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, padding, padding)
        .setLongs(CUDNN_ATTR_CONVOLUTION_DILATIONS, 1L, 1L)
        .setLongs(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, 1L, 1L)
        .finish();
  }

  private Descriptor map(Role role) {
    long c = role == Role.X || role == Role.DX ? convolution.in() : convolution.out();
    return tensor(
        role,
        convolution.type(),
        convolution.images(),
        c,
        convolution.height(),
        convolution.width());
  }

  private Descriptor filter(Role role, NumberType type) {
    return tensor(
        role,
        type,
        convolution.out(),
        convolution.in(),
        convolution.kernel(),
        convolution.kernel());
  }

  private Descriptor channels(Role role, long c) {
    return tensor(role, NumberType.F32, 1, c, 1, 1);
  }

  private Descriptor tensor(Role role, NumberType type, long n, long c, long h, long w) {
    return tensor("the array " + role, uid(role), type, n, c, h, w).finish();
  }

  /** A float32 map that goes from one operation to the next and never to memory. */
  private Descriptor between(long c) {
    return tensor(
            "a map between operations",
            between++,
            NumberType.F32,
            convolution.images(),
            c,
            convolution.height(),
            convolution.width())
        .setFlag(CUDNN_ATTR_TENSOR_IS_VIRTUAL, true)
        .finish();
  }

  /** Sizes are given in the order N, C, H, W; the strides say that C lies closest: NHWC, KRSC. */
  private Descriptor tensor(
      String what, long uid, NumberType type, long n, long c, long h, long w) {
    return create(CUDNN_BACKEND_TENSOR_DESCRIPTOR, what)
        .setEnum(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, dataType(type))
        .setLongs(CUDNN_ATTR_TENSOR_DIMENSIONS, n, c, h, w)
        .setLongs(CUDNN_ATTR_TENSOR_STRIDES, c * h * w, 1, c * w, c)
        .setLongs(CUDNN_ATTR_TENSOR_UNIQUE_ID, uid)
        .setLongs(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, (long) ALIGNMENT);
  }

  private static int dataType(NumberType type) {
    return switch (type) {
      case F32 -> CUDNN_DATA_FLOAT;
      case BF16 -> CUDNN_DATA_BFLOAT16;
    };
  }

  private Descriptor create(int kind, String what) {
    return descriptors.create(kind, what + " of " + convolution);
  }
}
