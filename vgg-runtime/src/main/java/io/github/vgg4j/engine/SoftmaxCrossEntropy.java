package io.github.vgg4j.engine;

import java.nio.FloatBuffer;

/**
 * The loss and its gradient, for engines whose logits the CPU can see: {@code loss =
 * log(sum(exp(z))) - z[label]}, gradient {@code (softmax(z) - onehot(label)) / images} for the mean
 * over the batch.
 */
public final class SoftmaxCrossEntropy {

  private SoftmaxCrossEntropy() {}

  /** Adds loss and hits of a batch to the result. */
  public static void measure(
      FloatBuffer logits, int[] labels, int images, int classes, StepResult result) {
    double lossSum = 0;
    int correct = 0;
    for (int i = 0; i < images; i++) {
      int row = i * classes;
      int best = largest(logits, row, classes);
      int label = checked(labels[i], classes);
      lossSum += logSum(logits, row, classes, best) - logits.get(row + label);
      correct += best - row == label ? 1 : 0;
    }
    result.add(lossSum, correct, images);
  }

  /** Writes the gradient of the mean loss with respect to the logits. */
  public static void gradient(
      FloatBuffer logits, int[] labels, int images, int classes, FloatBuffer gradient) {
    for (int i = 0; i < images; i++) {
      int row = i * classes;
      double logSum = logSum(logits, row, classes, largest(logits, row, classes));
      for (int c = 0; c < classes; c++) {
        double probability = Math.exp(logits.get(row + c) - logSum);
        double target = c == labels[i] ? 1 : 0;
        gradient.put(row + c, (float) ((probability - target) / images));
      }
    }
  }

  /** log(sum(exp(z))), with the largest taken out so that nothing overflows. */
  private static double logSum(FloatBuffer logits, int row, int classes, int best) {
    double largest = logits.get(best);
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(logits.get(row + c) - largest);
    }
    return largest + Math.log(sum);
  }

  private static int largest(FloatBuffer logits, int row, int classes) {
    int best = row;
    for (int c = 1; c < classes; c++) {
      if (logits.get(row + c) > logits.get(best)) {
        best = row + c;
      }
    }
    return best;
  }

  private static int checked(int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "An image has label " + label + ", but the network has classes 0 to " + (classes - 1));
    }
    return label;
  }
}
