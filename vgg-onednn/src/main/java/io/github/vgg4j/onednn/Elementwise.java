package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Parameter;
import java.util.function.Consumer;
import org.bytedeco.dnnl.global.dnnl;

/** Steps that work number by number, in place. */
final class Elementwise {

  private Elementwise() {}

  /** ReLU as a step of its own. */
  static Value relu(StepContext context, Value in, Consumer<Backward> tape) {
    context
        .recorder()
        .call(
            context.kernels().relu(context.use(), in.layout()),
            new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST},
            in,
            in);
    tape.accept(
        (gradient, need) -> {
          reluBack(context, in, gradient);
          return gradient;
        });
    return in;
  }

  /** Zeroes the gradient where the ReLU's output is zero. */
  static void reluBack(StepContext context, Value out, Value gradient) {
    context
        .recorder()
        .call(
            context.kernels().reluBack(out.layout()),
            new int[] {dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
            out,
            gradient,
            gradient);
  }

  /** Multiplies an array by another, in place. */
  static void multiply(StepContext context, Value array, Value factors) {
    context
        .recorder()
        .call(
            context
                .kernels()
                .binary(
                    dnnl.dnnl_binary_mul,
                    array.layout(),
                    factors.layout(),
                    array.layout(),
                    context.kernels().postOps()),
            new int[] {dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, dnnl.DNNL_ARG_DST},
            array,
            factors,
            array);
  }

  /** Where the gradient of a vector goes: a bias, a scale, a shift. */
  static WeightOperand vectorGradient(StepContext context, Parameter vector) {
    Weight weight = context.weights().weight(vector);
    weight.propose(weight.file(), weight.file());
    return context.weights().gradient(vector);
  }
}
