package io.github.vgg4j.nd4j;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The activations and their gradients, allocated once for the largest batch; smaller batches use
 * the front of each array.
 *
 * <p>For training every layer's output stays until its backward pass, for inference two arrays take
 * turns. Gradients take turns in both: only one layer's is alive at a time.
 */
final class Nd4jBuffers implements AutoCloseable {

  private final Nd4jArrays owned = new Nd4jArrays();
  private final List<INDArray> activations = new ArrayList<>();
  private final List<INDArray> turns = new ArrayList<>();
  private final NetworkPlan plan;
  private final int flatten;

  Nd4jBuffers(NetworkPlan plan, int batchSize, boolean training) {
    this.plan = plan;
    this.flatten = indexOfFlatten(plan);
    long largest = plan.input().elements();
    activations.add(owned.zeros(batchSize * plan.input().elements()));
    for (Layer layer : plan.layers()) {
      largest = Math.max(largest, layer.output().elements());
    }
    for (int i = 0; i < 2; i++) {
      turns.add(owned.zeros(batchSize * largest));
    }
    int writers = 0;
    for (Layer layer : plan.layers()) {
      if (!writesOwnOutput(layer)) {
        activations.add(activations.get(activations.size() - 1));
      } else if (training) {
        activations.add(owned.zeros(batchSize * layer.output().elements()));
      } else {
        activations.add(turns.get(writers++ % 2));
      }
    }
  }

  /** Whether a layer has an output array of its own; the others work in place. */
  static boolean writesOwnOutput(Layer layer) {
    return !(layer instanceof Layer.Relu
        || layer instanceof Layer.Dropout
        || layer instanceof Layer.Flatten);
  }

  /**
   * The numbers between two layers, for {@code count} images.
   *
   * @param position 0 for the images, i + 1 for what layer i of the plan gives
   */
  INDArray activation(int position, int count) {
    return front(activations.get(position), position, count);
  }

  /** The gradient of the numbers at a position, in one of the two gradient arrays. */
  INDArray gradient(int position, int turn, int count) {
    return front(turns.get(turn), position, count);
  }

  long bytes() {
    return owned.bytes();
  }

  @Override
  public void close() {
    owned.close();
  }

  /** The front of an array as maps before the flatten, even of 1x1, and as vectors behind it. */
  private INDArray front(INDArray flat, int position, int count) {
    Shape shape = position == 0 ? plan.input() : plan.layers().get(position - 1).output();
    INDArray front = flat.get(NDArrayIndex.interval(0, count * shape.elements()));
    return position > flatten
        ? front.reshape('c', count, shape.channels())
        : front.reshape('c', count, shape.channels(), shape.height(), shape.width());
  }

  private static int indexOfFlatten(NetworkPlan plan) {
    int index = 0;
    while (!(plan.layers().get(index) instanceof Layer.Flatten)) {
      index++;
    }
    return index;
  }
}
