package io.github.vgg4j.train;

import io.github.vgg4j.engine.StepResult;

/** Is told how a run goes; called by the training thread, so whoever is slow slows training. */
public interface Callback {

  /** Before the first step. */
  default void onTrainBegin(Run run) {}

  /**
   * After a training step, or after a device was asked for it.
   *
   * @param batch within the epoch, from 1
   * @param soFar loss and hits of the epoch up to here, or, where a device still works on this
   *     batch, up to the one before: {@code soFar.batches()} tells; nothing at the first batch then
   */
  default void onBatchEnd(Run run, int batch, StepResult soFar) {}

  /** After an epoch and its validation; the network holds the epoch's weights. */
  default void onEpochEnd(Run run, History.Epoch epoch) {}

  /** After the last epoch, also when the run was stopped, but not when it failed. */
  default void onTrainEnd(Run run, History history) {}
}
