package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.tensor.DropoutMask;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Dropout in training: a mask from the counter-based stream, multiplied in place. */
final class DropoutSteps {

  private DropoutSteps() {}

  /**
   * Records the mask and the product.
   *
   * @param index the layer's place in its plan, which is its stream
   */
  static Value record(
      StepContext context, Layer.Dropout dropout, int index, Value in, Consumer<Backward> tape) {
    if (!context.trains() || dropout.rate() == 0) {
      tape.accept((gradient, need) -> gradient);
      return in;
    }
    Value mask = context.value(context.plain(NumberType.F32, in.layout().dims()));
    DropoutMask drawn = new DropoutMask(context.random(), index, dropout.rate());
    context.recorder().run(new Fill(drawn, context.stepsDone(), mask), mask);
    Elementwise.multiply(context, in, mask);
    tape.accept(
        (gradient, need) -> {
          Elementwise.multiply(context, gradient, mask);
          return gradient;
        });
    return in;
  }

  /** Draws a step's mask. */
  private static final class Fill implements Runnable {
    private final DropoutMask drawn;
    private final LongSupplier stepsDone;
    private final Value mask;
    private @Nullable FloatBuffer numbers;

    Fill(DropoutMask drawn, LongSupplier stepsDone, Value mask) {
      this.drawn = drawn;
      this.stepsDone = stepsDone;
      this.mask = mask;
    }

    @Override
    public void run() {
      if (numbers == null) {
        numbers = mask.floats();
      }
      drawn.fill(stepsDone.getAsLong(), numbers, Math.toIntExact(mask.layout().elements()));
    }
  }
}
