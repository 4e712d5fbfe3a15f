package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.FirstConvKernels;
import io.github.vgg4j.cuda.kernel.FirstConvKernels.After;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the first convolution with a kernel of our own: with so few channels tensor cores have
 * nothing to do, and what counts is to write no map that the max pool behind it reads again.
 */
final class FirstConvolutionSteps {

  private final StepContext context;
  private final Layer.Conv conv;
  private final After after;
  private final Place weight;
  private final Place bias;

  FirstConvolutionSteps(
      StepContext context, Layer.Conv conv, After after, @Nullable Folding folding) {
    this.context = context;
    this.conv = conv;
    this.after = after;
    this.weight = folding == null ? context.weights().value(conv.weight()) : folding.weight();
    this.bias = folding == null ? context.weights().value(conv.bias()) : folding.bias();
  }

  /** The type of the weights that the kernel reads. */
  static NumberType weightType() {
    return NumberType.F32;
  }

  /**
   * Records the way there and, for training, the way back.
   *
   * @param out of the convolution, or of the max pool that is computed with it
   */
  Flow forward(Flow in, MapShape out, Consumer<Backward> tape) {
    MapShape shape = in.value().shape();
    Value y = context.value(out);
    Place index =
        after == After.RELU_POOL && context.trains()
            ? context.scratch(out.elements())
            : Argument.NOWHERE;
    context
        .recorder()
        .launch(
            FirstConvKernels.forward(
                context.type(),
                after,
                shape,
                conv.output().channels(),
                conv.kernel(),
                in.value().memory(),
                weight,
                bias,
                y.memory(),
                index),
            FirstConvKernels.flops(shape, conv.output().channels(), conv.kernel()));
    Gate gate = after == After.RELU ? new Gate() : null;
    tape.accept((gradient, need) -> back(in, new Flow(y, gate), index, gradient, need));
    return new Flow(y, gate);
  }

  private @Nullable Gradient back(
      Flow in, Flow out, Place index, Gradient gradient, Backward.InputGradient need) {
    if (need == Backward.InputGradient.NEEDED) {
      throw new IllegalStateException("Nobody asks for the gradient of an image");
    }
    Value dy = gradient.value();
    Gate gate = out.gate();
    if (gate != null && gradient.gate() == Gradient.State.OPEN) {
      context
          .recorder()
          .launch(
              ElementKernels.reluBack(
                  context.type(),
                  dy.shape().elements(),
                  out.value().memory(),
                  gate.scale(),
                  dy.memory()));
    }
    MapShape shape = in.value().shape();
    int channels = conv.output().channels();
    Memory scratch =
        context.scratch(
            FirstConvKernels.gradientScratch(
                context.type(), after, shape, channels, conv.kernel()));
    List<KernelCall> calls =
        FirstConvKernels.gradient(
            context.type(),
            after,
            shape,
            channels,
            conv.kernel(),
            in.value().memory(),
            dy.memory(),
            index,
            scratch,
            context.weights().gradient(conv.weight()),
            context.weights().gradient(conv.bias()));
    // The first does the work, the second adds up what its blocks found.
    context.recorder().launch(calls.get(0), FirstConvKernels.flops(shape, channels, conv.kernel()));
    context.recorder().launch(calls.subList(1, calls.size()));
    return null;
  }
}
