package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.onednn.Backward.InputGradient;
import io.github.vgg4j.onednn.Kernels.Use;
import java.util.function.Consumer;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * A convolution with what is fused into it: a ReLU behind it, and at inference the batch norm
 * between the two.
 */
final class ConvolutionSteps {

  private final StepContext context;
  private final Layer.Conv conv;
  private final @Nullable Folding folding;
  private final Activation activation;

  ConvolutionSteps(
      StepContext context, Layer.Conv conv, @Nullable Folding folding, Activation activation) {
    this.context = context;
    this.conv = conv;
    this.folding = folding;
    this.activation = activation;
  }

  /** Records the forward step, and on the tape how to go back. */
  Value forward(Value given, Consumer<Backward> tape) {
    Kernel kernel = choose(given.layout());
    Value in = context.in(kernel.source(), given);
    Value out = context.value(kernel.destination());
    proposeForInference(kernel);
    context
        .recorder()
        .call(
            kernel,
            new int[] {
              dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_BIAS, dnnl.DNNL_ARG_DST
            },
            in,
            operand(conv.weight(), kernel.weights()),
            operand(conv.bias(), biasLayout()),
            out);
    tape.accept((gradient, need) -> backward(kernel, given.layout(), in, out, gradient, need));
    return out;
  }

  /**
   * The kernel that oneDNN thinks best where it also reads what is there; else the one that does,
   * if it is fast; else the first with a reorder before it.
   */
  private Kernel choose(Layout given) {
    Kernel best = kernel(any(conv.input()));
    if (best.source().sameAs(given) || given.type() != context.type()) {
      return best;
    }
    Kernel fitting = kernel(given);
    return fitting.isFast() && !fitting.implementation().startsWith("gemm") ? fitting : best;
  }

  private Kernel kernel(Layout in) {
    PostOps after = context.kernels().postOps();
    if (activation == Activation.RELU) {
      after.relu();
    }
    Use use = context.use();
    return context
        .kernels()
        .convolution(conv, use, in, anyWeights(), biasLayout(), any(conv.output()), after);
  }

  private @Nullable Value backward(
      Kernel forward, Layout given, Value in, Value out, Value outGradient, InputGradient need) {
    if (activation == Activation.RELU) {
      Elementwise.reluBack(context, out, outGradient);
    }
    recordWeightGradient(forward, in, outGradient);
    return need == InputGradient.UNUSED ? null : inputGradient(forward, given, outGradient);
  }

  private void recordWeightGradient(Kernel forward, Value in, Value outGradient) {
    Kernel kernel = weightKernel(forward, in.layout(), outGradient.layout());
    if (!kernel.isFast()) {
      kernel = weightKernel(forward, any(conv.input()), any(conv.output()));
    }
    Value source = context.in(kernel.source(), in);
    Value gradient = context.in(kernel.destinationGradient(), outGradient);
    Layout made = kernel.weightsGradient();
    context.weights().weight(conv.weight()).propose(made, made);
    WeightOperand stored = context.weights().gradient(conv.weight());
    boolean direct = made.sameAs(stored.layout());
    Operand target = direct ? stored : context.value(made);
    context
        .recorder()
        .call(
            kernel,
            new int[] {
              dnnl.DNNL_ARG_SRC,
              dnnl.DNNL_ARG_DIFF_DST,
              dnnl.DNNL_ARG_DIFF_WEIGHTS,
              dnnl.DNNL_ARG_DIFF_BIAS
            },
            source,
            gradient,
            target,
            Elementwise.vectorGradient(context, conv.bias()));
    if (!direct) {
      context
          .recorder()
          .call(
              context.kernels().reorder(made, stored.layout()),
              new int[] {dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO},
              target,
              stored);
    }
  }

  private Kernel weightKernel(Kernel forward, Layout in, Layout outGradient) {
    return context
        .kernels()
        .convolutionWeights(
            conv, in, anyWeights(NumberType.F32), biasLayout(), outGradient, forward);
  }

  private Value inputGradient(Kernel forward, Layout given, Value outGradient) {
    Kernel kernel = dataKernel(forward, given, outGradient.layout());
    if (!kernel.isFast()) {
      kernel = dataKernel(forward, any(conv.input()), any(conv.output()));
    }
    Value gradient = context.in(kernel.destinationGradient(), outGradient);
    Value made = context.value(kernel.sourceGradient());
    context
        .recorder()
        .call(
            kernel,
            new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DIFF_SRC},
            gradient,
            context.weights().value(conv.weight(), kernel.weights()),
            made);
    return context.in(given, made);
  }

  private Kernel dataKernel(Kernel forward, Layout inGradient, Layout outGradient) {
    return context.kernels().convolutionData(conv, inGradient, anyWeights(), outGradient, forward);
  }

  /** A session that never trains keeps the weights as its one kernel reads them. */
  private void proposeForInference(Kernel kernel) {
    if (!context.weights().trains() && folding == null) {
      Layout layout = kernel.weights();
      context.weights().weight(conv.weight()).propose(layout, layout);
    }
  }

  private WeightOperand operand(io.github.vgg4j.arch.Parameter parameter, Layout layout) {
    return folding == null
        ? context.weights().value(parameter, layout)
        : context.weights().folded(parameter, layout, folding);
  }

  private Layout any(io.github.vgg4j.arch.Shape shape) {
    return context.any(context.type(), Layout.dims(context.images(), shape));
  }

  private Layout anyWeights() {
    return anyWeights(context.type());
  }

  private Layout anyWeights(NumberType type) {
    long side = conv.kernel();
    return context.any(type, conv.output().channels(), conv.input().channels(), side, side);
  }

  private Layout biasLayout() {
    return context.plain(NumberType.F32, conv.output().channels());
  }
}
