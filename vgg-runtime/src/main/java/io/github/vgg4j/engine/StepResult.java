package io.github.vgg4j.engine;

/**
 * Sums over the images of one or more steps; made once and added to by a session, by the end of the
 * step or, where a device works by itself, up to {@link Session#finish}.
 */
public final class StepResult {

  private double lossSum;
  private int correct;
  private int images;
  private int batches;

  /** Adds a batch's outcome. */
  public void add(double lossSumOfBatch, int correctOfBatch, int imagesOfBatch) {
    lossSum += lossSumOfBatch;
    correct += correctOfBatch;
    images += imagesOfBatch;
    batches++;
  }

  /** Starts over. */
  public void clear() {
    lossSum = 0;
    correct = 0;
    images = 0;
    batches = 0;
  }

  /** Mean softmax cross entropy over the images, in nats; NaN before the first. */
  public double loss() {
    return lossSum / images;
  }

  /** Share of the images whose largest logit is the label's, in [0, 1]; NaN before the first. */
  public double accuracy() {
    return (double) correct / images;
  }

  /** Images so far. */
  public int images() {
    return images;
  }

  /** Batches so far. */
  public int batches() {
    return batches;
  }
}
