package io.github.vgg4j.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.global.dnnl;

/**
 * What a primitive does to each number before it writes it, in this order. Scratch memory is always
 * the caller's.
 */
final class PostOps {

  private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();
  private final dnnl_post_ops operations = new dnnl_post_ops();
  private final List<Integer> arguments = new ArrayList<>();
  private int count;

  PostOps(Natives natives) {
    Dnnl.check(dnnl.dnnl_primitive_attr_create(attributes), "make attributes");
    natives.own(attributes, dnnl::dnnl_primitive_attr_destroy);
    Dnnl.check(dnnl.dnnl_post_ops_create(operations), "make post operations");
    natives.own(operations, dnnl::dnnl_post_ops_destroy);
    Dnnl.check(
        dnnl.dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl.dnnl_scratchpad_mode_user),
        "take scratch memory from outside");
  }

  /** {@code max(x, 0)}. */
  PostOps relu() {
    return eltwise(dnnl.dnnl_eltwise_relu, 0, 0);
  }

  /** {@code factor * x}. */
  PostOps scale(double factor) {
    return eltwise(dnnl.dnnl_eltwise_linear, factor, 0);
  }

  /** The square root. */
  PostOps root() {
    return eltwise(dnnl.dnnl_eltwise_sqrt, 0, 0);
  }

  /** {@code 1 / x}. */
  PostOps inverse() {
    return eltwise(dnnl.dnnl_eltwise_pow, 1, -1);
  }

  /** {@code x + factor * what stands in the destination}. */
  PostOps accumulate(double factor) {
    Dnnl.check(
        dnnl.dnnl_post_ops_append_sum(operations, (float) factor, 0, dnnl.dnnl_data_type_undef),
        "add to what is there");
    return counted();
  }

  /** {@code x + y}, y being an array of its own. */
  PostOps add(Layout other) {
    return binary(dnnl.dnnl_binary_add, other);
  }

  /** {@code x * y}, y being an array of its own. */
  PostOps multiply(Layout other) {
    return binary(dnnl.dnnl_binary_mul, other);
  }

  /** Names, for the call, of the arrays that {@link #add} and {@link #multiply} read, in order. */
  List<Integer> arguments() {
    return List.copyOf(arguments);
  }

  /** One factor for all numbers of an argument, which comes with the call. */
  PostOps scaled(int argument) {
    return scaled(argument, 0);
  }

  /** A factor for each index of an argument's first dimension, which come with the call. */
  PostOps scaledByRow(int argument) {
    return scaled(argument, 1);
  }

  /** Name, for the call, of the factors of an argument. */
  static int scaleOf(int argument) {
    return dnnl.DNNL_ARG_ATTR_SCALES | argument;
  }

  private PostOps scaled(int argument, int mask) {
    Dnnl.check(
        dnnl.dnnl_primitive_attr_set_scales_mask(attributes, argument, mask), "ask for scales");
    return this;
  }

  dnnl_primitive_attr attributes() {
    Dnnl.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, operations), "set attributes");
    return attributes;
  }

  private PostOps eltwise(int algorithm, double alpha, double beta) {
    Dnnl.check(
        dnnl.dnnl_post_ops_append_eltwise(operations, algorithm, (float) alpha, (float) beta),
        "add a post operation");
    return counted();
  }

  private PostOps binary(int algorithm, Layout other) {
    Dnnl.check(
        dnnl.dnnl_post_ops_append_binary(operations, algorithm, other.descriptor()),
        "add a post operation");
    counted();
    arguments.add((dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * count) | dnnl.DNNL_ARG_SRC_1);
    return this;
  }

  private PostOps counted() {
    count++;
    return this;
  }
}
