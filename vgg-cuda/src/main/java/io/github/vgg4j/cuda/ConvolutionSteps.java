package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.kernel.ChannelKernels;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Convolution.Role;
import io.github.vgg4j.cuda.plan.Convolution.Work;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records a convolution of cuDNN's, with its bias and, where one follows, its ReLU. */
final class ConvolutionSteps {

  /** What follows a convolution, in the same kernel or in one that makes up for it. */
  enum After {
    /** Something that flows back as it is. */
    NOTHING,
    /** A ReLU, computed with the convolution. */
    RELU,
    /** A ReLU and a max pool, which adds up the gradient of the bias on its way back. */
    RELU_POOL,
    /** A batch norm, which takes every bias away again: its gradient is 0. */
    BATCH_NORM
  }

  private final StepContext context;
  private final Recorder recorder;
  private final Layer.Conv conv;
  private final After after;
  private final Place weight;
  private final Place bias;

  ConvolutionSteps(StepContext context, Layer.Conv conv, After after, @Nullable Folding folding) {
    this.context = context;
    this.recorder = context.recorder();
    this.conv = conv;
    this.after = after;
    this.weight = folding == null ? context.weights().operand(conv.weight()) : folding.weight();
    this.bias = folding == null ? context.weights().value(conv.bias()) : folding.bias();
  }

  Flow forward(Flow in, Consumer<Backward> tape) {
    Value x = in.value();
    Value y = context.value(context.maps(conv.output()));
    recorder.convolve(
        convolution(after == After.RELU ? Work.FORWARD_BIAS_RELU : Work.FORWARD_BIAS, x.shape()),
        operands(Role.X, x.memory(), Role.W, weight, Role.BIAS, bias, Role.Y, y.memory()));
    Gate gate = after == After.RELU ? new Gate() : null;
    tape.accept((gradient, need) -> back(in, new Flow(y, gate), gradient, need));
    return new Flow(y, gate);
  }

  private @Nullable Gradient back(
      Flow in, Flow out, Gradient gradient, Backward.InputGradient need) {
    biasGradient(out, gradient);
    filterGradient(in.value(), gradient.value());
    return need == Backward.InputGradient.UNUSED ? null : inputGradient(in, gradient.value());
  }

  /** The sums over all pixels of the gradient, which is shut on the way if that is left to do. */
  private void biasGradient(Flow out, Gradient gradient) {
    if (after == After.BATCH_NORM || after == After.RELU_POOL) {
      return;
    }
    MapShape shape = gradient.value().shape();
    Memory scratch = context.scratch(ChannelKernels.scratch(shape.rows(), shape.channels()));
    Place sums = context.weights().gradient(conv.bias());
    Gate gate = out.gate();
    recorder.launch(
        gate != null && gradient.gate() == Gradient.State.OPEN
            ? ChannelKernels.reluBackSums(
                context.type(),
                shape.rows(),
                shape.channels(),
                out.value().memory(),
                gate.scale(),
                gradient.value().memory(),
                scratch,
                sums)
            : ChannelKernels.sums(
                context.type(),
                shape.rows(),
                shape.channels(),
                gradient.value().memory(),
                scratch,
                sums));
  }

  private void filterGradient(Value x, Value dy) {
    Place sum = context.weights().gradient(conv.weight());
    if (context.type() == NumberType.F32) {
      recorder.convolve(
          convolution(Work.FILTER_GRADIENT, x.shape()),
          operands(Role.X, x.memory(), Role.DY, dy.memory(), Role.DW, sum));
      return;
    }
    // The fast kernels write the type they read; a filter is small beside its maps.
    long count = conv.weight().elements();
    Memory dw = context.scratch(count * context.type().bytes());
    recorder.convolve(
        convolution(Work.FILTER_GRADIENT, x.shape()),
        operands(Role.X, x.memory(), Role.DY, dy.memory(), Role.DW, dw));
    recorder.launch(ElementKernels.cast(context.type(), NumberType.F32, count, dw, sum));
  }

  private Gradient inputGradient(Flow in, Value dy) {
    Value x = in.value();
    Value dx = context.value(x.shape());
    Gate gate = in.gate();
    if (gate != null && gate.isPlain()) {
      recorder.convolve(
          convolution(Work.INPUT_GRADIENT_RELU, x.shape()),
          operands(Role.X, x.memory(), Role.W, weight, Role.DY, dy.memory(), Role.DX, dx.memory()));
      return new Gradient(dx, Gradient.State.SHUT);
    }
    recorder.convolve(
        convolution(Work.INPUT_GRADIENT, x.shape()),
        operands(Role.W, weight, Role.DY, dy.memory(), Role.DX, dx.memory()));
    return Gradient.open(dx);
  }

  private Convolution convolution(Work work, MapShape in) {
    return new Convolution(
        work,
        context.type(),
        context.format().math(),
        context.images(),
        in.channels(),
        conv.output().channels(),
        in.height(),
        in.width(),
        conv.kernel());
  }

  private static Map<Role, Place> operands(Object... pairs) {
    Map<Role, Place> operands = new EnumMap<>(Role.class);
    for (int i = 0; i < pairs.length; i += 2) {
      operands.put((Role) pairs[i], (Place) pairs[i + 1]);
    }
    return operands;
  }
}
