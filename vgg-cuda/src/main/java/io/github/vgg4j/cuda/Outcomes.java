package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.engine.StepResult;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Losses and hits of steps that the device may still be at: each is looked at when the next step
 * has been asked for, so that the device has always something to do.
 */
final class Outcomes {

  private final Pending[] turns;
  private int next;

  /**
   * None yet.
   *
   * @param result where each step writes the loss summed over its batch, a float64, and the hits,
   *     an int64
   */
  Outcomes(Gpu gpu, Place result) {
    turns = new Pending[] {new Pending(gpu, result), new Pending(gpu, result)};
  }

  /** Has the outcome of the step that was asked for last added, but that of the one before now. */
  void ask(StepResult total, int images) {
    turns[next].ask(total, images);
    next = 1 - next;
    turns[next].collect();
  }

  /** Waits for all. */
  void finish() {
    turns[next].collect();
    turns[1 - next].collect();
  }

  /** One step's outcome on its way. */
  private static final class Pending {
    private final Gpu.Reading reading;
    private @Nullable StepResult total;
    private int images;

    Pending(Gpu gpu, Place result) {
      reading = gpu.reading(result);
    }

    void ask(StepResult newTotal, int newImages) {
      reading.ask();
      total = newTotal;
      images = newImages;
    }

    void collect() {
      StepResult waiting = total;
      if (waiting == null) {
        return;
      }
      total = null;
      ByteBuffer outcome = reading.await();
      waiting.add(outcome.getDouble(0), Math.toIntExact(outcome.getLong(Double.BYTES)), images);
    }
  }
}
