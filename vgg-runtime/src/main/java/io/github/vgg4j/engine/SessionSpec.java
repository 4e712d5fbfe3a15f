package io.github.vgg4j.engine;

import io.github.vgg4j.tensor.Normalization;
import org.jspecify.annotations.Nullable;

/**
 * What a session is opened for.
 *
 * @param batchSize most images in one step, at least 1
 * @param precision number format
 * @param normalization how bytes become inputs
 * @param optimizer for training; null opens the session for inference alone
 * @param seed of the run; decides what dropout drops
 * @param gradients what becomes of gradients before an update
 * @param calibration what numbers the layers meet; int8 needs it, nothing else reads it
 */
public record SessionSpec(
    int batchSize,
    Precision precision,
    Normalization normalization,
    @Nullable Optimizer optimizer,
    long seed,
    Gradients gradients,
    @Nullable Calibration calibration) {

  public SessionSpec {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size must be at least 1, but is " + batchSize);
    }
    if (precision == Precision.INT8 && optimizer != null) {
      throw new IllegalArgumentException(
          "int8 is for inference alone: gradients are smaller than its steps. Train in bf16 or f32,"
              + " calibrate, and infer in int8.");
    }
  }

  /** With gradients as they are. */
  public SessionSpec(
      int batchSize,
      Precision precision,
      Normalization normalization,
      @Nullable Optimizer optimizer,
      long seed) {
    this(batchSize, precision, normalization, optimizer, seed, Gradients.AS_THEY_ARE, null);
  }

  /** For inference. */
  public static SessionSpec inference(
      int batchSize, Precision precision, Normalization normalization) {
    return new SessionSpec(batchSize, precision, normalization, null, 0);
  }

  /** For training, which evaluates and infers too. */
  public static SessionSpec training(
      int batchSize,
      Precision precision,
      Normalization normalization,
      Optimizer optimizer,
      long seed) {
    return new SessionSpec(batchSize, precision, normalization, optimizer, seed);
  }

  /** The same with gradients averaged or clipped. */
  public SessionSpec gradients(Gradients newGradients) {
    return new SessionSpec(
        batchSize, precision, normalization, optimizer, seed, newGradients, calibration);
  }

  /** The same with what int8 needs to know; null where nobody knows. */
  public SessionSpec calibration(@Nullable Calibration newCalibration) {
    return new SessionSpec(
        batchSize, precision, normalization, optimizer, seed, gradients, newCalibration);
  }
}
