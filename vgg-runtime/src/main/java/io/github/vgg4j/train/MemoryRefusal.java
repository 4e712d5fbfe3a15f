package io.github.vgg4j.train;

import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Optimizer;
import java.util.Locale;

/** Refuses a batch before the first step that the engine's memory cannot hold. */
final class MemoryRefusal {

  private MemoryRefusal() {}

  /**
   * Does nothing where the batch fits.
   *
   * @throws IllegalArgumentException if it does not; the message names the largest that does
   */
  static void check(
      String network, NetworkPlan plan, int batch, Optimizer optimizer, Engine engine) {
    long available = engine.availableBytes();
    MemoryModel model = MemoryModel.training(plan, optimizer.slots());
    long needed = model.bytes(batch);
    if (needed <= available) {
      return;
    }
    int largest = model.largestBatch(available);
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Training %s at batch %,d with %s needs %s, but the %s engine has %s left. %s",
            network,
            batch,
            optimizer.name(),
            MemoryModel.text(needed),
            engine.name(),
            MemoryModel.text(available),
            largest > 0
                ? String.format(Locale.ROOT, "The largest batch that fits is %,d.", largest)
                : "Not even a batch of 1 fits: most goes to "
                    + model.shares(1).get(0).name()
                    + ". Use smaller hidden layers in its @Head, or a larger widthDivisor."));
  }
}
