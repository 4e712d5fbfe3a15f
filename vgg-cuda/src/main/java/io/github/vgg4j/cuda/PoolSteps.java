package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.cuda.kernel.Activation;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ChannelKernels;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.kernel.PoolKernels;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records pools. */
final class PoolSteps {

  private final StepContext context;
  private final Consumer<Backward> tape;

  PoolSteps(StepContext context, Consumer<Backward> tape) {
    this.context = context;
    this.tape = tape;
  }

  /**
   * The maximum of each window; the map itself is not needed on the way back.
   *
   * @param before whether the ReLU before it is computed with it
   * @param bias of the convolution whose map it is, if any: its gradient is the sum of the very
   *     numbers that flow back, which are a quarter here of what they are behind the pool
   */
  Flow max(Flow in, Layer.MaxPool pool, Activation before, @Nullable Parameter bias) {
    MapShape shape = in.value().shape();
    Value y = context.value(context.maps(pool.output()));
    Place index = context.trains() ? context.scratch(y.shape().elements()) : Argument.NOWHERE;
    context
        .recorder()
        .launch(
            PoolKernels.max(
                context.type(), before, shape, y.shape(), in.value().memory(), y.memory(), index));
    tape.accept(
        (gradient, need) -> {
          if (bias != null) {
            biasGradient(bias, gradient.value(), index);
          }
          Value dx = context.value(shape);
          context
              .recorder()
              .launch(
                  PoolKernels.maxBack(
                      context.type(),
                      shape,
                      y.shape(),
                      gradient.value().memory(),
                      index,
                      dx.memory()));
          return Gradient.open(dx);
        });
    return Flow.open(y);
  }

  private void biasGradient(Parameter bias, Value dy, Place index) {
    long rows = dy.shape().rows();
    int channels = dy.shape().channels();
    context
        .recorder()
        .launch(
            ChannelKernels.pooledSums(
                context.type(),
                rows,
                channels,
                dy.memory(),
                index,
                context.scratch(ChannelKernels.scratch(rows, channels)),
                context.weights().gradient(bias)));
  }

  /** The mean of each window of 2x2. */
  Flow average(Flow in, Layer.AvgPool pool) {
    return linear(in, context.maps(pool.output()), PoolKernels::average, PoolKernels::averageBack);
  }

  /** The mean of windows that divide the map evenly. */
  Flow adaptive(Flow in, Layer.AdaptiveAvgPool pool) {
    return linear(
        in, context.maps(pool.output()), PoolKernels::adaptive, PoolKernels::adaptiveBack);
  }

  /** A pool whose way back depends on the gradient alone. */
  private interface Pass {
    KernelCall call(NumberType type, MapShape in, MapShape out, Place from, Place to);
  }

  private Flow linear(Flow in, MapShape out, Pass there, Pass back) {
    MapShape shape = in.value().shape();
    Value y = context.value(out);
    context
        .recorder()
        .launch(there.call(context.type(), shape, out, in.value().memory(), y.memory()));
    tape.accept(
        (gradient, need) -> {
          Value dx = context.value(shape);
          context
              .recorder()
              .launch(
                  back.call(context.type(), shape, out, gradient.value().memory(), dx.memory()));
          return Gradient.open(dx);
        });
    return Flow.open(y);
  }
}
