package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.tensor.DropoutMask;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
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
    context.recorder().run(new Fill(context, dropout, index, mask), mask);
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
    private final StepContext context;
    private final Layer.Dropout dropout;
    private final int index;
    private final Value mask;
    private @Nullable FloatBuffer numbers;

    Fill(StepContext context, Layer.Dropout dropout, int index, Value mask) {
      this.context = context;
      this.dropout = dropout;
      this.index = index;
      this.mask = mask;
    }

    @Override
    public void run() {
      if (numbers == null) {
        numbers = mask.floats();
      }
      DropoutMask.fill(
          context.random(),
          index,
          context.stepsDone().getAsLong(),
          dropout.rate(),
          numbers,
          Math.toIntExact(mask.layout().elements()));
    }
  }
}
