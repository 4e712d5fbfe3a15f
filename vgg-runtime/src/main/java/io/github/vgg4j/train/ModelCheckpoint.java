package io.github.vgg4j.train;

import java.nio.file.Path;

/**
 * Saves a network's weights after each epoch that is the best so far; a file that is there is
 * replaced only when the new one is complete.
 */
public final class ModelCheckpoint implements Callback {

  private final Path file;
  private Metric monitor = Metric.VAL_ACCURACY;
  private double best = Double.NaN;
  private int bestEpoch;

  private ModelCheckpoint(Path file) {
    this.file = file;
  }

  /** Saves as {@code <network>.safetensors} in a folder. */
  public static ModelCheckpoint into(Path folder, String network) {
    return to(folder.resolve(network + ".safetensors"));
  }

  /** Saves to one file. */
  public static ModelCheckpoint to(Path file) {
    return new ModelCheckpoint(file);
  }

  /** Watches a metric; {@link Metric#VAL_ACCURACY} unless set, and loss without validation. */
  public ModelCheckpoint monitor(Metric newMonitor) {
    monitor = newMonitor;
    return this;
  }

  /** The epoch whose weights are in the file; 0 before the first. */
  public int bestEpoch() {
    return bestEpoch;
  }

  @Override
  public void onTrainBegin(Run run) {
    best = Double.NaN;
    bestEpoch = 0;
  }

  @Override
  public void onEpochEnd(Run run, History.Epoch epoch) {
    boolean measured = !monitor.needsValidation() || run.validationImages() > 0;
    Metric watched = measured ? monitor : Metric.LOSS;
    if (watched.better(epoch.get(watched), best)) {
      best = epoch.get(watched);
      bestEpoch = epoch.epoch();
      run.network().save(file);
    }
  }
}
