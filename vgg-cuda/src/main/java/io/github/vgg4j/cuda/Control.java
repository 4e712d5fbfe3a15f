package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.engine.ArenaLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;

/**
 * The few numbers that change from step to step, in device memory, where a captured graph finds
 * them at the same address each time; and where a step leaves its outcome.
 */
final class Control implements AutoCloseable {

  private static final int STEP = 0;
  private static final int LEARNING_RATE = 8;
  private static final int GRADIENT_SCALE = 12;
  private static final int CORRECTION_1 = 16;
  private static final int CORRECTION_2 = 20;
  private static final int LABELS = 32;
  private static final int RESULT_BYTES = 16;

  private final Gpu gpu;
  private final Place asked;
  private final Place labels;
  private final Place result;
  private final Place step;
  private final Place hyper;
  private final BytePointer askedMemory;
  private final ByteBuffer askedHere;

  /** For batches of at most so many images. */
  Control(Gpu gpu, Blocks blocks, int batchSize) {
    this.gpu = gpu;
    long askedBytes = ArenaLayout.aligned(LABELS + 4L * batchSize);
    Block block = blocks.zeros(askedBytes + RESULT_BYTES);
    this.asked = block.part(0, askedBytes);
    this.step = block.part(STEP, Long.BYTES);
    this.hyper = block.part(LEARNING_RATE, 4L * Float.BYTES);
    this.labels = block.part(LABELS, 4L * batchSize);
    this.result = block.part(askedBytes, RESULT_BYTES);
    this.askedMemory = new BytePointer(askedBytes);
    this.askedHere = askedMemory.asBuffer().order(ByteOrder.nativeOrder());
  }

  /** The number of training steps done: an int64. */
  Place step() {
    return step;
  }

  /** Float32: learning rate, scale of the gradients, Adam's two corrections. */
  Place hyper() {
    return hyper;
  }

  /** Int32, one for each image. */
  Place labels() {
    return labels;
  }

  /** The loss summed over a batch, a float64, and the hits, an int64. */
  Place result() {
    return result;
  }

  Control stepsDone(long steps) {
    askedHere.putLong(STEP, steps);
    return this;
  }

  Control hyper(double learningRate, double gradientScale) {
    askedHere.putFloat(LEARNING_RATE, (float) learningRate);
    askedHere.putFloat(GRADIENT_SCALE, (float) gradientScale);
    return this;
  }

  /** Adam's {@code 1 / (1 - beta^t)} for both betas. */
  Control corrections(double first, double second) {
    askedHere.putFloat(CORRECTION_1, (float) first);
    askedHere.putFloat(CORRECTION_2, (float) second);
    return this;
  }

  /**
   * Sets the labels of a batch.
   *
   * @throws IllegalArgumentException if one is no class
   */
  Control labels(int[] values, int count, int classes) {
    for (int i = 0; i < count; i++) {
      if (values[i] < 0 || values[i] >= classes) {
        throw new IllegalArgumentException(
            "An image has label "
                + values[i]
                + ", but the network has classes 0 to "
                + (classes - 1));
      }
      askedHere.putInt(LABELS + 4 * i, values[i]);
    }
    return this;
  }

  /** Sends what was set, behind the step before, which may still read it. */
  void send() {
    gpu.write(asked, askedMemory);
  }

  @Override
  public void close() {
    askedMemory.close();
  }
}
