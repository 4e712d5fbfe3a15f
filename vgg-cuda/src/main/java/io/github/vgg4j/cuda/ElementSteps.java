package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.MapShape;
import java.util.function.Consumer;

/** Records what is done number by number. */
final class ElementSteps {

  private final StepContext context;
  private final Consumer<Backward> tape;

  ElementSteps(StepContext context, Consumer<Backward> tape) {
    this.context = context;
    this.tape = tape;
  }

  /** A ReLU that no layer before it could take along. */
  Flow relu(Flow in) {
    Value x = in.value();
    long count = x.shape().elements();
    Value y = context.value(x.shape());
    context.recorder().launch(ElementKernels.relu(context.type(), count, x.memory(), y.memory()));
    Gate gate = new Gate();
    tape.accept(
        (gradient, need) -> {
          if (gradient.gate() == Gradient.State.OPEN) {
            context
                .recorder()
                .launch(
                    ElementKernels.reluBack(
                        context.type(),
                        count,
                        y.memory(),
                        gate.scale(),
                        gradient.value().memory()));
          }
          return Gradient.open(gradient.value());
        });
    return new Flow(y, gate);
  }

  /**
   * Dropout in place, in training: behind a ReLU the activation itself tells the way back what was
   * dropped, anywhere else the numbers are drawn again.
   *
   * @param index the layer's place in its plan, which is its stream
   */
  Flow dropout(Flow in, Layer.Dropout dropout, int index) {
    if (!context.trains() || dropout.rate() == 0) {
      tape.accept((gradient, need) -> gradient);
      return in;
    }
    context.recorder().launch(drop(in.value(), dropout, index));
    Gate gate = in.gate();
    if (gate != null) {
      gate.dropped(dropout.rate());
      tape.accept((gradient, need) -> gradient);
      return in;
    }
    tape.accept(
        (gradient, need) -> {
          context.recorder().launch(drop(gradient.value(), dropout, index));
          return gradient;
        });
    return in;
  }

  private KernelCall drop(Value value, Layer.Dropout dropout, int index) {
    MapShape shape = value.shape();
    return ElementKernels.dropout(
        context.type(),
        shape,
        dropout.rate(),
        context.seed(),
        index,
        context.step(),
        value.memory());
  }
}
