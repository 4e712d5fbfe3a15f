package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.kernel.Activation;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NormKernels;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.kernel.ResponseNormKernels;
import java.util.function.Consumer;

/** Records batch norm and local response norm. */
final class NormSteps {

  private final StepContext context;
  private final Recorder recorder;
  private final Weights weights;
  private final Consumer<Backward> tape;

  NormSteps(StepContext context, Consumer<Backward> tape) {
    this.context = context;
    this.recorder = context.recorder();
    this.weights = context.weights();
    this.tape = tape;
  }

  /** What a batch norm keeps for the way back. */
  private record Kept(Value x, Flow y, Memory mean, Memory inverseDeviation) {}

  /**
   * Batch norm in training, with the batch's own statistics; the running ones move.
   *
   * @param after whether the ReLU behind it is computed with it
   */
  Flow batch(Flow in, Layer.BatchNorm norm, Activation after) {
    Value x = in.value();
    MapShape shape = x.shape();
    Memory mean = context.scratch((long) shape.channels() * Float.BYTES);
    Memory inverseDeviation = context.scratch((long) shape.channels() * Float.BYTES);
    Memory scratch = context.scratch(NormKernels.scratch(shape.rows(), shape.channels()));
    recorder.launch(
        NormKernels.statistics(
            context.type(),
            shape.rows(),
            shape.channels(),
            norm.epsilon(),
            norm.momentum(),
            x.memory(),
            scratch,
            mean,
            inverseDeviation,
            weights.value(norm.runningMean()),
            weights.value(norm.runningVariance())));
    Value y = context.value(shape);
    apply(
        after,
        x,
        mean,
        inverseDeviation,
        weights.value(norm.scale()),
        weights.value(norm.shift()),
        y);
    Flow out = new Flow(y, after == Activation.RELU ? new Gate() : null);
    Kept kept = new Kept(x, out, mean, inverseDeviation);
    tape.accept((gradient, need) -> batchBack(norm, kept, gradient));
    return out;
  }

  /** Batch norm at inference where no convolution before it can take it in. */
  Flow running(Flow in, Layer.BatchNorm norm, Activation after) {
    RunningNorm running = weights.running(norm);
    context.reads(running.folding());
    Value y = context.value(in.value().shape());
    apply(
        after,
        in.value(),
        running.zeros(),
        running.ones(),
        running.folding().weight(),
        running.folding().bias(),
        y);
    return Flow.open(y);
  }

  /** Local response norm. */
  Flow localResponse(Flow in, Layer.LocalResponseNorm norm) {
    Value x = in.value();
    MapShape shape = x.shape();
    Value y = context.value(shape);
    recorder.launch(
        ResponseNormKernels.forward(
            context.type(),
            shape.rows(),
            shape.channels(),
            norm.size(),
            norm.alpha(),
            norm.beta(),
            norm.k(),
            x.memory(),
            y.memory()));
    tape.accept(
        (gradient, need) -> {
          Value dx = context.value(shape);
          recorder.launch(
              ResponseNormKernels.back(
                  context.type(),
                  shape.rows(),
                  shape.channels(),
                  norm.size(),
                  norm.alpha(),
                  norm.beta(),
                  norm.k(),
                  x.memory(),
                  gradient.value().memory(),
                  dx.memory()));
          return Gradient.open(dx);
        });
    return Flow.open(y);
  }

  private void apply(
      Activation after,
      Value x,
      Place mean,
      Place inverseDeviation,
      Place scale,
      Place shift,
      Value y) {
    MapShape shape = x.shape();
    recorder.launch(
        NormKernels.apply(
            context.type(),
            after,
            shape.rows(),
            shape.channels(),
            x.memory(),
            mean,
            inverseDeviation,
            scale,
            shift,
            y.memory()));
  }

  private Gradient batchBack(Layer.BatchNorm norm, Kept kept, Gradient gradient) {
    MapShape shape = kept.x().shape();
    Value dy = gradient.value();
    Gate gate = kept.y().gate();
    boolean shuts = gate != null && gradient.gate() == Gradient.State.OPEN;
    if (shuts && !gate.isPlain()) {
      recorder.launch(
          ElementKernels.reluBack(
              context.type(),
              shape.elements(),
              kept.y().value().memory(),
              gate.scale(),
              dy.memory()));
    }
    boolean masks = shuts && gate.isPlain();
    Memory scratch = context.scratch(NormKernels.scratch(shape.rows(), shape.channels()));
    recorder.launch(
        NormKernels.back(
            context.type(),
            masks ? Activation.RELU : Activation.NOTHING,
            shape.rows(),
            shape.channels(),
            kept.x().memory(),
            masks ? kept.y().value().memory() : Argument.NOWHERE,
            dy.memory(),
            kept.mean(),
            kept.inverseDeviation(),
            weights.value(norm.scale()),
            scratch,
            weights.gradient(norm.scale()),
            weights.gradient(norm.shift()),
            dy.memory()));
    return Gradient.open(dy);
  }
}
