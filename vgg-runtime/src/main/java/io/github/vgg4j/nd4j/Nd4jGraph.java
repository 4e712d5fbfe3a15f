package io.github.vgg4j.nd4j;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Nd4jMemory;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.nd4j.Nd4jStep.Mode;
import io.github.vgg4j.tensor.RandomStreams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A plan's steps for one number of images, in order, each bound to its arrays.
 *
 * <p>A ReLU before a max pool runs behind it: the two commute, and it then touches a quarter of the
 * numbers, forward and backward.
 */
final class Nd4jGraph implements AutoCloseable {

  /**
   * A step and when it runs: if layers {@code from} to {@code to} are all asked for.
   *
   * @param endsAt the only last layer it runs for, or -1 for any
   */
  private record Placed(Nd4jStep step, int from, int to, int endsAt) {
    boolean runs(int first, int last) {
      return first <= from && to <= last && (endsAt < 0 || endsAt == last);
    }
  }

  private final NetworkPlan plan;
  private final int count;
  private final Nd4jBuffers buffers;
  private final Nd4jWeights weights;
  private final boolean training;
  private final RandomStreams random;
  private final LongSupplier stepsDone;
  private final List<Placed> steps = new ArrayList<>();

  Nd4jGraph(
      NetworkPlan plan,
      int count,
      Nd4jBuffers buffers,
      Nd4jWeights weights,
      boolean training,
      RandomStreams random,
      LongSupplier stepsDone) {
    this.plan = plan;
    this.count = count;
    this.buffers = buffers;
    this.weights = weights;
    this.training = training;
    this.random = random;
    this.stepsDone = stepsDone;
    List<Layer> layers = plan.layers();
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Layer.Relu && poolsAfter(i)) {
        steps.add(new Placed(new Nd4jSteps.Relu(arrays(i), training), i, i, i));
        steps.add(new Placed(bind(i + 1), i + 1, i + 1, -1));
        steps.add(new Placed(new Nd4jSteps.Relu(inPlaceAfter(i + 1), training), i, i + 1, -1));
        i++;
      } else {
        steps.add(new Placed(bind(i), i, i, -1));
      }
    }
  }

  /** The array that layer {@code index} reads. */
  INDArray input(int index) {
    return buffers.activation(index, count);
  }

  /** The array that layer {@code index} writes. */
  INDArray output(int index) {
    return buffers.activation(index + 1, count);
  }

  /** Where the gradient of the logits goes before {@link #backward}. */
  INDArray logitsGradient() {
    int last = plan.layers().size() - 1;
    return buffers.gradient(last + 1, turn(last), count);
  }

  /** Runs layers {@code first} to {@code last}. */
  void forward(int first, int last, Mode mode) {
    for (Placed placed : steps) {
      if (placed.runs(first, last)) {
        placed.step().forward(mode);
      }
    }
  }

  /** From the logits' gradient to every parameter's. */
  void backward() {
    int last = plan.layers().size() - 1;
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i).runs(0, last)) {
        steps.get(i).step().backward();
      }
    }
  }

  /** Bytes of the arrays that belong to this graph alone. */
  long bytes() {
    return steps.stream().mapToLong(placed -> placed.step().bytes()).sum();
  }

  @Override
  public void close() {
    steps.forEach(placed -> placed.step().close());
  }

  private boolean poolsAfter(int index) {
    return index + 1 < plan.layers().size()
        && plan.layers().get(index + 1) instanceof Layer.MaxPool;
  }

  private Nd4jStep bind(int index) {
    Nd4jSteps.Arrays arrays = arrays(index);
    Layer layer = plan.layers().get(index);
    if (layer instanceof Layer.Conv conv
        && training
        && index == 0
        && conv.input().channels() <= Nd4jMemory.MOST_UNFOLDED_CHANNELS) {
      return new Nd4jFirstConv(conv, arrays, weights);
    } else if (layer instanceof Layer.Conv conv) {
      return new Nd4jSteps.Conv(conv, arrays, weights, training);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return new Nd4jSteps.BatchNorm(norm, arrays, weights, training);
    } else if (layer instanceof Layer.Relu) {
      return new Nd4jSteps.Relu(arrays, training);
    } else if (layer instanceof Layer.MaxPool) {
      return new Nd4jSteps.MaxPool(arrays, training);
    } else if (layer instanceof Layer.Dense dense) {
      return new Nd4jSteps.Dense(dense, arrays, weights, training);
    } else if (layer instanceof Layer.Dropout dropout) {
      return new Nd4jSteps.Dropout(dropout, index, arrays, random, stepsDone);
    } else if (layer instanceof Layer.LocalResponseNorm norm) {
      return new Nd4jLocalResponseNorm(norm, arrays);
    } else if (layer instanceof Layer.AvgPool) {
      return new Nd4jSteps.AvgPool(arrays, training);
    } else if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return new Nd4jAdaptiveAvgPool(pool, arrays);
    } else if (layer instanceof Layer.Flatten) {
      return new Nd4jSteps.Nothing();
    }
    throw new IllegalStateException("The nd4j engine does not know layer " + layer);
  }

  private Nd4jSteps.Arrays arrays(int index) {
    return new Nd4jSteps.Arrays(
        input(index),
        output(index),
        buffers.gradient(index, turn(index - 1), count),
        buffers.gradient(index + 1, turn(index), count));
  }

  private Nd4jSteps.Arrays inPlaceAfter(int index) {
    INDArray y = output(index);
    INDArray dy = buffers.gradient(index + 1, turn(index), count);
    return new Nd4jSteps.Arrays(y, y, dy, dy);
  }

  /** Which of the two gradient arrays holds the gradient of a layer's output. */
  private int turn(int index) {
    int writers = 0;
    for (int i = index + 1; i < plan.layers().size(); i++) {
      writers += Nd4jBuffers.writesOwnOutput(plan.layers().get(i)) ? 1 : 0;
    }
    return writers % 2;
  }
}
