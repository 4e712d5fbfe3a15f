package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.onednn.Kernels.Use;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Batch norm, with the ReLU behind it where there is one, and local response norm. */
final class NormSteps {

  private final StepContext context;

  NormSteps(StepContext context) {
    this.context = context;
  }

  /** Batch norm: by the batch's statistics in training, by the running ones at inference. */
  Value batch(Layer.BatchNorm norm, Activation activation, Value in, Consumer<Backward> tape) {
    return context.trains() ? train(norm, activation, in, tape) : infer(norm, activation, in);
  }

  private Value infer(Layer.BatchNorm norm, Activation activation, Value in) {
    int flags = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | dnnl.dnnl_use_global_stats;
    Kernel kernel =
        context
            .kernels()
            .norms()
            .batch(Use.INFERENCE, in.layout(), in.layout(), norm.epsilon(), flags);
    Value out = context.value(in.layout());
    context
        .recorder()
        .call(
            kernel,
            new int[] {
              dnnl.DNNL_ARG_SRC,
              dnnl.DNNL_ARG_MEAN,
              dnnl.DNNL_ARG_VARIANCE,
              dnnl.DNNL_ARG_SCALE,
              dnnl.DNNL_ARG_SHIFT,
              dnnl.DNNL_ARG_DST
            },
            in,
            vector(norm.runningMean()),
            vector(norm.runningVariance()),
            vector(norm.scale()),
            vector(norm.shift()),
            out);
    return activation == Activation.RELU ? Elementwise.relu(context, out, any -> {}) : out;
  }

  private Value train(
      Layer.BatchNorm norm, Activation activation, Value in, Consumer<Backward> tape) {
    int flags =
        dnnl.dnnl_use_scale
            | dnnl.dnnl_use_shift
            | (activation == Activation.RELU ? dnnl.dnnl_fuse_norm_relu : 0);
    Kernel kernel =
        context
            .kernels()
            .norms()
            .batch(Use.TRAINING, in.layout(), in.layout(), norm.epsilon(), flags);
    Layout perChannel = context.plain(NumberType.F32, norm.input().channels());
    Value mean = context.value(perChannel);
    Value variance = context.value(perChannel);
    Value out = context.value(in.layout());
    Optional<Value> workspace = kernel.workspace().map(context::value);
    int[] names = {
      dnnl.DNNL_ARG_SRC,
      dnnl.DNNL_ARG_MEAN,
      dnnl.DNNL_ARG_VARIANCE,
      dnnl.DNNL_ARG_SCALE,
      dnnl.DNNL_ARG_SHIFT,
      dnnl.DNNL_ARG_DST
    };
    Operand[] operands = {in, mean, variance, vector(norm.scale()), vector(norm.shift()), out};
    call(kernel, names, operands, workspace);
    context.recorder().run(new RunningStatistics(norm, mean, variance), mean, variance);
    tape.accept(
        (gradient, need) -> {
          Kernel back =
              context
                  .kernels()
                  .norms()
                  .batchBack(
                      in.layout(), gradient.layout(), in.layout(), norm.epsilon(), flags, kernel);
          Value made = context.value(in.layout());
          int[] backNames = {
            dnnl.DNNL_ARG_SRC,
            dnnl.DNNL_ARG_MEAN,
            dnnl.DNNL_ARG_VARIANCE,
            dnnl.DNNL_ARG_SCALE,
            dnnl.DNNL_ARG_DIFF_DST,
            dnnl.DNNL_ARG_DIFF_SRC,
            dnnl.DNNL_ARG_DIFF_SCALE,
            dnnl.DNNL_ARG_DIFF_SHIFT
          };
          Operand[] backOperands = {
            in,
            mean,
            variance,
            vector(norm.scale()),
            gradient,
            made,
            Elementwise.vectorGradient(context, norm.scale()),
            Elementwise.vectorGradient(context, norm.shift())
          };
          call(back, backNames, backOperands, workspace);
          return made;
        });
    return out;
  }

  private void call(Kernel kernel, int[] names, Operand[] operands, Optional<Value> workspace) {
    if (workspace.isEmpty()) {
      context.recorder().call(kernel, names, operands);
      return;
    }
    int[] allNames = Arrays.copyOf(names, names.length + 1);
    Operand[] all = Arrays.copyOf(operands, operands.length + 1);
    allNames[names.length] = dnnl.DNNL_ARG_WORKSPACE;
    all[operands.length] = workspace.get();
    context.recorder().call(kernel, allNames, all);
  }

  private WeightOperand vector(Parameter parameter) {
    Weight weight = context.weights().weight(parameter);
    weight.propose(weight.file(), weight.file());
    return context.weights().value(parameter, weight.file());
  }

  /** Local response norm across channels. */
  Value localResponse(Layer.LocalResponseNorm norm, Value in, Consumer<Backward> tape) {
    Kernel kernel =
        context.kernels().norms().localResponse(norm, context.use(), in.layout(), in.layout());
    Value out = context.value(in.layout());
    Optional<Value> workspace =
        context.trains() ? kernel.workspace().map(context::value) : Optional.empty();
    call(
        kernel,
        new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST},
        new Operand[] {in, out},
        workspace);
    tape.accept(
        (gradient, need) -> {
          Kernel back =
              context
                  .kernels()
                  .norms()
                  .localResponseBack(norm, in.layout(), gradient.layout(), in.layout(), kernel);
          Value made = context.value(in.layout());
          call(
              back,
              new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC},
              new Operand[] {in, gradient, made},
              workspace);
          return made;
        });
    return out;
  }

  /**
   * Moves batch norm's running values towards the batch's: its mean, and its unbiased variance
   * where oneDNN gives the biased one.
   */
  private final class RunningStatistics implements Runnable {
    private final Layer.BatchNorm norm;
    private final Value mean;
    private final Value variance;
    private @Nullable Move meanMove;
    private @Nullable Move varianceMove;

    RunningStatistics(Layer.BatchNorm norm, Value mean, Value variance) {
      this.norm = norm;
      this.mean = mean;
      this.variance = variance;
    }

    @Override
    public void run() {
      if (meanMove == null || varianceMove == null) {
        double count = (double) context.images() * norm.input().height() * norm.input().width();
        meanMove = move(norm.runningMean(), mean, 1);
        varianceMove = move(norm.runningVariance(), variance, count > 1 ? count / (count - 1) : 1);
      }
      meanMove.run();
      varianceMove.run();
    }

    private Move move(Parameter running, Value batch, double factor) {
      FloatBuffer old = context.weights().weight(running).floats();
      return new Move(old, batch.floats(), norm.momentum(), factor);
    }
  }

  /** {@code old = (1 - share) * old + share * factor * fresh}. */
  private record Move(FloatBuffer old, FloatBuffer fresh, double share, double factor)
      implements Runnable {
    @Override
    public void run() {
      for (int c = 0; c < old.capacity(); c++) {
        old.put(c, (float) ((1 - share) * old.get(c) + share * factor * fresh.get(c)));
      }
    }
  }
}
