package io.github.vgg4j.benchmarks.int8;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The convolutions, pools and dense layers of a network in one format, each the primitive that
 * oneDNN likes best. Two blocks of memory take turns as input and output, so that a layer finds in
 * the caches what the one before left there; where it wants another layout than that one wrote, it
 * reads the numbers as they lie, and the reorder is not counted.
 */
final class Chain implements AutoCloseable {
  private static final long SEED = 42;
  private static final long[] ONES = {1, 1};
  private static final long[] ZEROS = {0, 0};
  private static final long[] PAIR = {2, 2};

  private final Onednn onednn = new Onednn();
  private final Format format;
  private final NetworkPlan plan;
  private final long batch;
  private final Random random = new Random(SEED);
  private final List<Link> links = new ArrayList<>();
  private int relays;

  /** A layer with its primitive. */
  record Link(Layer layer, Bare primitive) {}

  Chain(NetworkPlan plan, int batch, Format format) {
    this.plan = plan;
    this.batch = batch;
    this.format = format;
    for (int i = 0; i < plan.layers().size(); i++) {
      add(plan.layers().get(i), i);
    }
    place();
  }

  List<Link> links() {
    return links;
  }

  /** Layers that want another layout than the one before wrote. */
  int relays() {
    return relays;
  }

  /** Runs all once. */
  long[] run() {
    return links.stream().mapToLong(link -> link.primitive().run()).toArray();
  }

  @Override
  public void close() {
    onednn.close();
  }

  private void add(Layer layer, int index) {
    if (layer instanceof Layer.Conv conv) {
      links.add(new Link(layer, convolution(conv, hasRelu(index))));
    } else if (layer instanceof Layer.Dense dense) {
      Shape features =
          index > 0 && plan.layers().get(index - 1) instanceof Layer.Flatten flatten
              ? flatten.input()
              : dense.input();
      links.add(new Link(layer, dense(dense, features, hasRelu(index))));
    } else if (layer instanceof Layer.MaxPool) {
      links.add(new Link(layer, pool(layer)));
    } else if (!(layer instanceof Layer.Relu)
        && !(layer instanceof Layer.Flatten)
        && !(layer instanceof Layer.Dropout)
        && !layer.input().equals(layer.output())) {
      throw new IllegalArgumentException("Not asked about a network with the layer " + layer);
    }
  }

  private boolean hasRelu(int index) {
    return index + 1 < plan.layers().size() && plan.layers().get(index + 1) instanceof Layer.Relu;
  }

  private boolean isLast(Layer layer) {
    return layer == plan.layers().get(plan.layers().size() - 1);
  }

  private Bare convolution(Layer.Conv conv, boolean relu) {
    long side = conv.kernel();
    long[] padding = {conv.padding(), conv.padding()};
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            made,
            onednn.engine(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_convolution_direct,
            any(format.mapType(), maps(conv.input())),
            any(format.weightType(), conv.output().channels(), conv.input().channels(), side, side),
            any(dnnl.dnnl_f32, conv.output().channels()),
            any(format.mapType(), maps(conv.output())),
            ONES,
            ZEROS,
            padding,
            padding,
            attributes(relu, true));
    Onednn.check(status, "choose a convolution");
    return withWeights(new Bare(onednn, made), conv, conv.input().channels() * side * side);
  }

  private Bare dense(Layer.Dense dense, Shape features, boolean relu) {
    long[] in =
        features.height() * features.width() == 1
            ? new long[] {batch, features.channels()}
            : maps(features);
    long[] weights = in.clone();
    weights[0] = dense.output().channels();
    boolean logits = isLast(dense);
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_inner_product_forward_primitive_desc_create(
            made,
            onednn.engine(),
            dnnl.dnnl_forward_inference,
            any(format.mapType(), in),
            any(format.weightType(), weights),
            any(dnnl.dnnl_f32, dense.output().channels()),
            any(logits ? dnnl.dnnl_f32 : format.mapType(), batch, dense.output().channels()),
            attributes(relu, !logits));
    Onednn.check(status, "choose a dense product");
    return withWeights(new Bare(onednn, made), dense, dense.input().elements());
  }

  private Bare pool(Layer pool) {
    dnnl_primitive_desc made = new dnnl_primitive_desc();
    int status =
        dnnl.dnnl_pooling_forward_primitive_desc_create(
            made,
            onednn.engine(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_pooling_max,
            before().layout(dnnl.dnnl_query_dst_md),
            any(format.mapType(), maps(pool.output())),
            PAIR,
            PAIR,
            ZEROS,
            ZEROS,
            ZEROS,
            null);
    Onednn.check(status, "choose a pool");
    return new Bare(onednn, made);
  }

  private Bare before() {
    return links.get(links.size() - 1).primitive();
  }

  /** ReLU as a post operation; in int8 a scale for each output channel, and one for each map. */
  private dnnl_primitive_attr attributes(boolean relu, boolean narrow) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Onednn.check(dnnl.dnnl_primitive_attr_create(attributes), "make attributes");
    onednn.own(attributes, dnnl::dnnl_primitive_attr_destroy);
    if (relu) {
      dnnl_post_ops after = new dnnl_post_ops();
      Onednn.check(dnnl.dnnl_post_ops_create(after), "make post operations");
      onednn.own(after, dnnl::dnnl_post_ops_destroy);
      Onednn.check(
          dnnl.dnnl_post_ops_append_eltwise(after, dnnl.dnnl_eltwise_relu, 0, 0), "add a ReLU");
      Onednn.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, after), "set attributes");
    }
    if (format == Format.INT8) {
      scale(attributes, dnnl.DNNL_ARG_SRC, 0);
      scale(attributes, dnnl.DNNL_ARG_WEIGHTS, 1);
      if (narrow) {
        scale(attributes, dnnl.DNNL_ARG_DST, 0);
      }
    }
    return attributes;
  }

  private static void scale(dnnl_primitive_attr attributes, int argument, int mask) {
    Onednn.check(
        dnnl.dnnl_primitive_attr_set_scales_mask(attributes, argument, mask), "ask for scales");
  }

  private Bare withWeights(Bare bare, Layer layer, long inputs) {
    Room weights = onednn.room(bare.bytes(dnnl.dnnl_query_weights_md));
    weights.fill(format.weights(weights.patternBytes(), inputs, random));
    bare.give(dnnl.DNNL_ARG_WEIGHTS, bare.layout(dnnl.dnnl_query_weights_md), weights.start());
    long channels = layer.output().channels();
    dnnl_memory_desc bias = plainFloats(channels);
    bare.give(dnnl.DNNL_ARG_BIAS, bias, onednn.room(channels * Float.BYTES).start());
    if (format == Format.INT8) {
      giveScale(bare, dnnl.DNNL_ARG_SRC, 1, 1);
      giveScale(bare, dnnl.DNNL_ARG_WEIGHTS, channels, 1);
      if (!isLast(layer)) {
        giveScale(bare, dnnl.DNNL_ARG_DST, 1, Format.divisor(inputs));
      }
    }
    return bare;
  }

  private void giveScale(Bare bare, int argument, long count, float value) {
    Room room = onednn.room(count * Float.BYTES);
    for (long i = 0; i < count; i++) {
      room.start().putFloat(i * Float.BYTES, value);
    }
    bare.give(dnnl.DNNL_ARG_ATTR_SCALES | argument, plainFloats(count), room.start());
  }

  private dnnl_memory_desc plainFloats(long count) {
    return onednn.describe(dnnl.dnnl_f32, dnnl.dnnl_a, count);
  }

  /** The first input and the logits lie apart; in between, two blocks take turns. */
  private void place() {
    long most = 0;
    for (Link link : links) {
      most = Math.max(most, link.primitive().bytes(dnnl.dnnl_query_src_md));
      most = Math.max(most, link.primitive().bytes(dnnl.dnnl_query_dst_md));
    }
    Room[] turns = {onednn.room(most), onednn.room(most)};
    Room images = onednn.room(links.get(0).primitive().bytes(dnnl.dnnl_query_src_md));
    images.fill(format.maps(images.patternBytes(), random));
    Room logits = onednn.room(before().bytes(dnnl.dnnl_query_dst_md));
    for (int i = 0; i < links.size(); i++) {
      Bare bare = links.get(i).primitive();
      dnnl_memory_desc source = bare.layout(dnnl.dnnl_query_src_md);
      bare.give(dnnl.DNNL_ARG_SRC, source, (i == 0 ? images : turns[i % 2]).start());
      bare.give(
          dnnl.DNNL_ARG_DST,
          bare.layout(dnnl.dnnl_query_dst_md),
          (i == links.size() - 1 ? logits : turns[(i + 1) % 2]).start());
      bare.bind();
      if (i > 0) {
        dnnl_memory_desc written = links.get(i - 1).primitive().layout(dnnl.dnnl_query_dst_md);
        relays += dnnl.dnnl_memory_desc_equal(written, source) == 1 ? 0 : 1;
      }
    }
  }

  private dnnl_memory_desc any(int type, long... dims) {
    return onednn.describe(type, dnnl.dnnl_format_tag_any, dims);
  }

  private long[] maps(Shape shape) {
    return new long[] {batch, shape.channels(), shape.height(), shape.width()};
  }
}
