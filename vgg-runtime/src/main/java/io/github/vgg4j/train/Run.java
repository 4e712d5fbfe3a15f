package io.github.vgg4j.train;

import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.network.Network;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A training run under way, as callbacks see it. */
public final class Run {

  private final Network network;
  private final String engineName;
  private final Precision precision;
  private final int epochs;
  private final int batchSize;
  private final int trainImages;
  private final int validationImages;
  private int epoch;
  private @Nullable String stopReason;

  Run(
      Network network,
      String engineName,
      Precision precision,
      int epochs,
      int batchSize,
      int trainImages,
      int validationImages) {
    this.network = network;
    this.engineName = engineName;
    this.precision = precision;
    this.epochs = epochs;
    this.batchSize = batchSize;
    this.trainImages = trainImages;
    this.validationImages = validationImages;
  }

  /** What is trained. Its weights are those of the last finished epoch. */
  public Network network() {
    return network;
  }

  /** Short name of the engine. */
  public String engineName() {
    return engineName;
  }

  /** Number format of the arithmetic. */
  public Precision precision() {
    return precision;
  }

  /** Epochs asked for. */
  public int epochs() {
    return epochs;
  }

  /** The epoch under way, from 1; 0 before the first. */
  public int epoch() {
    return epoch;
  }

  /** Images in a full batch. */
  public int batchSize() {
    return batchSize;
  }

  /** Steps in an epoch, the last partial batch included. */
  public int batchesPerEpoch() {
    return (trainImages + batchSize - 1) / batchSize;
  }

  /** Images in an epoch. */
  public int trainImages() {
    return trainImages;
  }

  /** Images measured after an epoch; 0 without validation. */
  public int validationImages() {
    return validationImages;
  }

  /** Ends the run after the epoch under way. */
  public void stop(String reason) {
    stopReason = reason;
  }

  /** Why the run ends early, if it does. */
  public Optional<String> stopReason() {
    return Optional.ofNullable(stopReason);
  }

  void epoch(int newEpoch) {
    epoch = newEpoch;
  }
}
