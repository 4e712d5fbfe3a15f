package io.github.vgg4j.nd4j;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Gradients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * All trainable parameters in one array, all gradients in a second and each optimizer slot in one
 * more, so that an update is one pass; the layers see views of them.
 */
final class Nd4jWeights implements AutoCloseable {

  private final INDArray values;
  private final Nd4jArrays owned = new Nd4jArrays();
  private final Map<String, INDArray> views = new HashMap<>();
  private final Map<String, INDArray> gradientViews = new HashMap<>();
  private final List<Map<String, INDArray>> slotViews = new ArrayList<>();
  private final List<INDArray> slots = new ArrayList<>();
  private final INDArray gradients;
  private final @Nullable INDArray gradientSum;

  /**
   * Room for a plan's parameters.
   *
   * @param slotCount arrays the optimizer keeps; -1 for inference, which has no gradients either
   * @param rule what becomes of gradients; where several make one update, they have room to wait
   */
  Nd4jWeights(NetworkPlan plan, int slotCount, Gradients rule) {
    long trainable = plan.parameterCount();
    boolean training = slotCount >= 0;
    values = owned.zeros(trainable);
    gradients = training ? owned.zeros(trainable) : values;
    gradientSum = training && rule.accumulates() ? owned.zeros(trainable) : null;
    views.putAll(split(plan, values));
    if (training) {
      gradientViews.putAll(split(plan, gradients));
    }
    for (int i = 0; i < slotCount; i++) {
      slots.add(owned.zeros(trainable));
      slotViews.add(split(plan, slots.get(i)));
    }
    for (Parameter parameter : plan.parameters()) {
      if (!parameter.trainable()) {
        views.put(parameter.name(), owned.zeros(parameter.elements()));
      }
    }
  }

  /** A parameter in its own shape. */
  INDArray value(Parameter parameter) {
    return get(views, parameter);
  }

  /** The gradient of a trainable parameter, in its shape. */
  INDArray gradient(Parameter parameter) {
    return get(gradientViews, parameter);
  }

  /** An optimizer slot of a trainable parameter, in its shape. */
  INDArray slot(int index, Parameter parameter) {
    return get(slotViews.get(index), parameter);
  }

  /** All trainable parameters as one vector. */
  INDArray values() {
    return values;
  }

  /** All gradients as one vector. */
  INDArray gradients() {
    return gradients;
  }

  /** The sum of the gradients that wait for an update, as one vector. */
  INDArray gradientSum() {
    if (gradientSum == null) {
      throw new IllegalStateException("In this session every gradient makes an update of its own");
    }
    return gradientSum;
  }

  /** One optimizer slot of all parameters as one vector. */
  INDArray slot(int index) {
    return slots.get(index);
  }

  long bytes() {
    return owned.bytes();
  }

  @Override
  public void close() {
    owned.close();
  }

  private static Map<String, INDArray> split(NetworkPlan plan, INDArray flat) {
    Map<String, INDArray> views = new HashMap<>();
    long offset = 0;
    for (Parameter parameter : plan.parameters()) {
      if (parameter.trainable()) {
        long end = offset + parameter.elements();
        long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
        views.put(
            parameter.name(), flat.get(NDArrayIndex.interval(offset, end)).reshape('c', shape));
        offset = end;
      }
    }
    return views;
  }

  private static INDArray get(Map<String, INDArray> views, Parameter parameter) {
    INDArray view = views.get(parameter.name());
    if (view == null) {
      throw new IllegalArgumentException("This session holds no such array of " + parameter.name());
    }
    return view;
  }
}
