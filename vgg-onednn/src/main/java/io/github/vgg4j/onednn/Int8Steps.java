package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.arch.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions and dense layers in int8: {@code y = max(0, x_unit * w_unit[o] * sum + bias[o]) /
 * y_unit}, where {@code sum} adds products of unsigned bytes {@code x} with signed bytes {@code w}
 * in 32 bits (Jacob et al. 2018, section 2.2, with zero points of 0).
 */
final class Int8Steps {

  private final StepContext context;
  private final Int8 int8;
  private final Activation activation;
  private final Int8.Target target;

  Int8Steps(StepContext context, Int8 int8, Activation activation, Int8.Target target) {
    this.context = context;
    this.int8 = int8;
    this.activation = activation;
    this.target = target;
  }

  Value convolution(Layer.Conv conv, @Nullable Folding folding, Value given) {
    Layout any = context.any(NumberType.U8, Layout.dims(context.images(), conv.input()));
    long side = conv.kernel();
    long out = conv.output().channels();
    Layout weights = context.any(NumberType.S8, out, conv.input().channels(), side, side);
    Kernel kernel =
        context
            .kernels()
            .convolution(
                conv,
                context.use(),
                any,
                weights,
                bias(out),
                context.any(target.type(), Layout.dims(context.images(), conv.output())),
                after());
    if (folding == null) {
      context.weights().weight(conv.weight()).propose(kernel.weights(), kernel.weights());
    }
    Value in = context.inBytes(kernel.source(), given, int8.unit(conv));
    return call(kernel, in, conv.weight(), conv.bias(), folding);
  }

  Value dense(Layer.Dense dense, Shape features, Value given) {
    Value in = vector(dense, features, given);
    long out = dense.output().channels();
    Weight weight = context.weights().weight(dense.weight());
    long[] rows = in.layout().dims();
    rows[0] = out;
    Layout weights = weight.isPlaced() ? weight.placedMaster() : context.any(NumberType.S8, rows);
    Layout made = context.plain(target.type(), context.images(), out);
    Kernel kernel =
        context.kernels().dense(context.use(), in.layout(), weights, bias(out), made, after());
    weight.propose(kernel.weights(), kernel.weights());
    return call(kernel, in, dense.weight(), dense.bias(), null);
  }

  /**
   * Bytes in the order of the map that they come from; with two dimensions where that order is the
   * plain one, because oneDNN has only slow code for plain maps of bytes.
   */
  private Value vector(Layer.Dense dense, Shape features, Value given) {
    Layout mapped = DenseSteps.mapLayout(context, features, given);
    FeatureOrder order =
        context
            .weights()
            .weight(dense.weight())
            .featureOrder(() -> FeatureOrder.of(context.natives(), mapped));
    Layout ordered =
        order.layout(context.natives(), NumberType.U8, Layout.dims(context.images(), features));
    Value bytes = context.inBytes(ordered, given.as(mapped), int8.unit(dense));
    return order == FeatureOrder.PLAIN
        ? bytes.as(context.plain(NumberType.U8, context.images(), dense.input().channels()))
        : bytes;
  }

  private PostOps after() {
    PostOps after = context.kernels().postOps();
    after.scaled(dnnl.DNNL_ARG_SRC).scaledByRow(dnnl.DNNL_ARG_WEIGHTS);
    if (target.type() == NumberType.U8) {
      after.scaled(dnnl.DNNL_ARG_DST);
    }
    return activation == Activation.RELU ? after.relu() : after;
  }

  private Value call(
      Kernel kernel, Value in, Parameter weight, Parameter bias, @Nullable Folding folding) {
    requireFast(kernel);
    WeightStore store = context.weights();
    Value out = context.value(kernel.destination()).in(target.unit());
    Map<Integer, Operand> given = new LinkedHashMap<>();
    given.put(dnnl.DNNL_ARG_SRC, in);
    given.put(dnnl.DNNL_ARG_WEIGHTS, store.operand(weight, kernel.weights(), folding));
    given.put(dnnl.DNNL_ARG_BIAS, store.operand(bias, bias(bias.elements()), folding));
    given.put(dnnl.DNNL_ARG_DST, out);
    given.put(PostOps.scaleOf(dnnl.DNNL_ARG_SRC), context.number(in.unit()));
    given.put(PostOps.scaleOf(dnnl.DNNL_ARG_WEIGHTS), store.int8Rows(weight, folding).units());
    if (target.type() == NumberType.U8) {
      given.put(PostOps.scaleOf(dnnl.DNNL_ARG_DST), context.number(target.unit()));
    }
    context
        .recorder()
        .call(
            kernel,
            given.keySet().stream().mapToInt(Integer::intValue).toArray(),
            given.values().toArray(new Operand[0]));
    return out;
  }

  private void requireFast(Kernel kernel) {
    if (!kernel.isFast()) {
      throw new IllegalStateException(
          "oneDNN has only slow code for the "
              + kernel.work()
              + " of "
              + context.recorder().label()
              + " in int8 here ("
              + kernel.implementation()
              + "). Use bf16 or f32.");
    }
  }

  private Layout bias(long channels) {
    return context.plain(NumberType.F32, channels);
  }
}
