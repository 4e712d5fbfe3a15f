package io.github.vgg4j.engine;

import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import java.util.Locale;

/** Refuses a batch before the first step that the engine's memory cannot hold. */
public final class MemoryRefusal {

  private MemoryRefusal() {}

  /**
   * Does nothing where a session for this spec fits.
   *
   * @param network name, for the message
   * @throws IllegalArgumentException if it does not; the message names the largest batch that does
   */
  public static void check(String network, NetworkPlan plan, SessionSpec spec, Engine engine) {
    long available = engine.availableBytes();
    MemoryModel model = engine.memory(plan, spec);
    long needed = model.bytes(spec.batchSize());
    if (needed <= available) {
      return;
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s needs %s, but the %s engine has %s left. %s",
            work(network, spec),
            MemoryModel.text(needed),
            engine.name(),
            MemoryModel.text(available),
            remedy(model, available)));
  }

  private static String work(String network, SessionSpec spec) {
    Optimizer optimizer = spec.optimizer();
    return optimizer == null
        ? String.format(Locale.ROOT, "Inference of %s at batch %,d", network, spec.batchSize())
        : String.format(
            Locale.ROOT,
            "Training %s at batch %,d with %s",
            network,
            spec.batchSize(),
            optimizer.name());
  }

  private static String remedy(MemoryModel model, long available) {
    int largest = model.largestBatch(available);
    return largest > 0
        ? String.format(Locale.ROOT, "The largest batch that fits is %,d.", largest)
        : "Not even a batch of 1 fits: most goes to "
            + model.shares(1).get(0).name()
            + ". Use smaller hidden layers in its @Head, or a larger widthDivisor.";
  }
}
