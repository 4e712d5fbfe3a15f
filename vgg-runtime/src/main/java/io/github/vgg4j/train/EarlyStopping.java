package io.github.vgg4j.train;

import io.github.vgg4j.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Ends a run when a metric has not improved for some epochs, and puts the weights of the best epoch
 * back.
 */
public final class EarlyStopping implements Callback {

  private final Metric monitor;
  private int patience = 3;
  private double best = Double.NaN;
  private int bestEpoch;
  private final Map<String, Tensor> bestWeights = new LinkedHashMap<>();

  private EarlyStopping(Metric monitor) {
    this.monitor = monitor;
  }

  /** Watches a metric. */
  public static EarlyStopping on(Metric monitor) {
    return new EarlyStopping(monitor);
  }

  /** Epochs without improvement before the run ends, at least 1; 3 unless set. */
  public EarlyStopping patience(int epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("patience must be at least 1 epoch, but is " + epochs);
    }
    patience = epochs;
    return this;
  }

  @Override
  public void onTrainBegin(Run run) {
    if (monitor.needsValidation() && run.validationImages() == 0) {
      throw new IllegalArgumentException(
          "EarlyStopping watches "
              + monitor.key()
              + ", but the run has no validation images. Pass them to fit, or watch loss.");
    }
    best = Double.NaN;
    bestEpoch = 0;
  }

  @Override
  public void onEpochEnd(Run run, History.Epoch epoch) {
    if (monitor.better(epoch.get(monitor), best)) {
      best = epoch.get(monitor);
      bestEpoch = epoch.epoch();
      keep(run);
    } else if (epoch.epoch() - bestEpoch >= patience) {
      run.stop(
          String.format(
              "%s has not improved on %.4f of epoch %d for %d epochs",
              monitor.key(), best, bestEpoch, patience));
    }
  }

  @Override
  public void onTrainEnd(Run run, History history) {
    bestWeights.forEach((name, kept) -> run.network().parameters().tensor(name).copyFrom(kept));
    run.network().parameters().changed();
    bestWeights.values().forEach(Tensor::close);
    bestWeights.clear();
  }

  private void keep(Run run) {
    for (var parameter : run.network().plan().parameters()) {
      bestWeights
          .computeIfAbsent(parameter.name(), name -> Tensor.zeros(parameter.shape()))
          .copyFrom(run.network().parameters().tensor(parameter.name()));
    }
  }
}
