package io.github.vgg4j.engine;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.ImageSet;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * A plan at work on a device: owns every buffer there, from {@code open} to {@code close}.
 *
 * <p>A session is driven by one thread at a time. Images come as bytes of any size and are resized
 * (bilinear) and normalised on the way in; or as floats that are ready.
 */
public interface Session extends AutoCloseable {

  /** What runs here. */
  NetworkPlan plan();

  /** How it was opened. */
  SessionSpec spec();

  /** Copies a parameter to the device; the tensor has the parameter's shape. */
  void write(Parameter parameter, Tensor values);

  /** Where a parameter's numbers come from. */
  @FunctionalInterface
  interface Source {

    /** Writes all numbers into a tensor of the parameter's shape. */
    void fill(Tensor into) throws IOException;
  }

  /**
   * Lets a parameter be filled from where it is kept: at once where it shall lie, if the device can
   * do that, else through a tensor. It is half filled if the source fails.
   *
   * @throws IOException if the source fails
   */
  default void load(Parameter parameter, Source source) throws IOException {
    try (Tensor between = Tensor.zeros(parameter.shape())) {
      source.fill(between);
      write(parameter, between);
    }
  }

  /** Copies a parameter from the device; the tensor has the parameter's shape. */
  void read(Parameter parameter, Tensor into);

  /** Copies an optimizer's slot of a trainable parameter to the device. */
  void writeSlot(Parameter parameter, int slot, Tensor values);

  /** Copies an optimizer's slot of a trainable parameter from the device. */
  void readSlot(Parameter parameter, int slot, Tensor into);

  /**
   * Training steps done: calls of {@link #train}, which decide dropout; divided by {@code
   * spec().gradients().accumulation()} they are the updates, which Adam's bias correction counts.
   */
  long step();

  /**
   * Continues as after so many training steps. Gradients that wait for an update are dropped: the
   * next update takes the mean of those that come until then.
   */
  void step(long stepsDone);

  /**
   * Keeps images on the device, if it can and has the room, so that batches may name them by their
   * numbers; until the session closes. A session that has the device's memory nearly for itself and
   * computes faster than images come keeps them.
   *
   * @return whether {@link #train} and {@link #evaluate} take numbers of these images
   */
  default boolean keep(ImageSet images) {
    return false;
  }

  /**
   * One training step: forward, loss, backward, and an update after every {@code
   * spec().gradients().accumulation()}-th call, with the mean of the gradients of these calls,
   * clipped to {@code spec().gradients().clipNorm()}. Each call counts the same, however many
   * images it has. Gradients that wait for an update are lost when the session closes.
   *
   * <p>A device that works by itself may not have done the step when this returns. Whatever it got
   * may be changed; the result is added to by later calls, the last time by {@link #finish}.
   *
   * @param batch at most {@code spec().batchSize()} images with labels, as bytes, or as numbers of
   *     images that are kept here
   * @param learningRate of this step; used where it ends in an update
   * @param result the batch's loss and hits, before the update, are added to it
   * @throws IllegalStateException if the session was opened for inference
   */
  void train(ImageBatch batch, double learningRate, StepResult result);

  /**
   * Adds loss and hits of a batch to the result, as {@link #train} does; no dropout, running
   * statistics, no update.
   */
  void evaluate(ImageBatch batch, StepResult result);

  /** Waits until all steps are done and their results added up. */
  default void finish() {}

  /**
   * Logits of a batch of bytes.
   *
   * @param logits at least {@code [batch.count(), classes]}
   */
  void infer(ImageBatch batch, Tensor logits);

  /**
   * What layers {@code first} to {@code last} give at inference, for numbers that are ready.
   *
   * @param input {@code [n, ...]} as the first layer's input shape, resized and normalised if these
   *     are images; n at most the batch size
   * @param first the first layer to run; the plan's first takes images
   * @param last the last layer to run; the plan's last gives the logits
   * @param output {@code [n, ...]} as the last layer's output shape
   */
  void infer(Tensor input, Layer first, Layer last, Tensor output);

  /**
   * Times the parts of a step: of training, which moves the weights, where the session was opened
   * for it, and drops gradients that wait for an update; else of inference.
   *
   * @param steps measured steps, at least 1
   * @return the parts in the order they run; empty where this engine cannot tell
   */
  default List<StepTime> profile(ImageBatch batch, int steps) {
    return List.of();
  }

  /** Bytes this session holds on the device. */
  long deviceBytes();

  @Override
  void close();
}
