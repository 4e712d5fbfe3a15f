package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.kernel.UpdateKernels;
import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Every parameter of a session on the device, one behind the other in flat arrays of float32, the
 * trained ones first: values, gradients and the optimizer's slots lie alike, so that an update is
 * one pass. In bfloat16 a shadow of the values is kept for the products.
 */
final class Weights implements AutoCloseable {

  private final Gpu gpu;
  private final Blocks blocks;
  private final Map<String, WeightOrder> orders;
  private final Map<String, Long> offsets = new HashMap<>();
  private final Map<String, Folding> foldings = new LinkedHashMap<>();
  private final Map<String, RunningNorm> runningNorms = new LinkedHashMap<>();
  private final Block values;
  private final @Nullable Block gradients;
  private final @Nullable Block shadow;
  private final List<Block> slots = new ArrayList<>();
  private final Gpu.@Nullable Prepared renewShadow;
  private final long trainedBytes;
  private boolean shadowIsOld = true;
  private long version;

  /**
   * Takes the memory, full of zeros.
   *
   * @param type that products read
   * @param slotCount arrays the optimizer keeps; -1 for inference, which has no gradients either
   */
  Weights(Gpu gpu, Blocks blocks, NetworkPlan plan, NumberType type, int slotCount) {
    this.gpu = gpu;
    this.blocks = blocks;
    this.orders = WeightOrder.of(plan);
    List<Parameter> trainedFirst = new ArrayList<>(plan.parameters());
    trainedFirst.sort(Comparator.comparing(parameter -> !parameter.trainable()));
    long bytes = 0;
    long trained = 0;
    for (Parameter parameter : trainedFirst) {
      offsets.put(parameter.name(), bytes);
      bytes += ArenaLayout.aligned(bytes(parameter));
      trained = parameter.trainable() ? bytes : trained;
    }
    this.trainedBytes = trained;
    this.values = blocks.zeros(bytes);
    this.gradients = slotCount < 0 ? null : blocks.zeros(trained);
    for (int slot = 0; slot < slotCount; slot++) {
      slots.add(blocks.zeros(trained));
    }
    this.shadow = type == NumberType.BF16 ? blocks.zeros(trained / 2) : null;
    this.renewShadow =
        shadow == null ? null : gpu.prepare(UpdateKernels.shadow(trainedFloats(), values, shadow));
  }

  /** Numbers from the start of the flat arrays that training changes. */
  long trainedFloats() {
    return trainedBytes / Float.BYTES;
  }

  /** All trained values. */
  Place values() {
    return values;
  }

  /** All gradients, each where its value lies in {@link #values}. */
  Place gradients() {
    if (gradients == null) {
      throw new IllegalStateException("This session was opened for inference");
    }
    return gradients;
  }

  /** The optimizer's arrays, laid out as {@link #values}. */
  List<Place> slots() {
    return List.copyOf(slots);
  }

  /** The values in bfloat16; nowhere in other formats. */
  Place shadow() {
    return shadow == null ? Argument.NOWHERE : shadow;
  }

  /** A parameter in float32. */
  Place value(Parameter parameter) {
    return values.part(offset(parameter), bytes(parameter));
  }

  /** A trained parameter in the format that products read. */
  Place operand(Parameter parameter) {
    return shadow == null
        ? value(parameter)
        : shadow.part(offset(parameter) / 2, bytes(parameter) / 2);
  }

  /** Where the gradient of a parameter goes, in float32. */
  Place gradient(Parameter parameter) {
    return gradients().part(offset(parameter), bytes(parameter));
  }

  /**
   * A convolution's weight and bias with the batch norm behind it folded in; one for each
   * convolution.
   *
   * @param weightType that the convolution's kernel reads
   */
  Folding folding(Layer.Conv conv, Layer.BatchNorm norm, NumberType weightType) {
    return foldings.computeIfAbsent(
        conv.name(), name -> Folding.of(gpu, blocks, this, conv, norm, weightType));
  }

  /** A batch norm at inference that no convolution can take in. */
  RunningNorm running(Layer.BatchNorm norm) {
    return runningNorms.computeIfAbsent(
        norm.name(), name -> RunningNorm.of(gpu, blocks, this, norm));
  }

  /** Copies a parameter in. */
  void write(Parameter parameter, Tensor values) {
    write(parameter, value(parameter), values);
    shadowIsOld = true;
    version++;
  }

  /** Copies a parameter out. */
  void read(Parameter parameter, Tensor into) {
    read(parameter, value(parameter), into);
  }

  void writeSlot(Parameter parameter, int slot, Tensor values) {
    write(parameter, slot(parameter, slot), values);
  }

  void readSlot(Parameter parameter, int slot, Tensor into) {
    read(parameter, slot(parameter, slot), into);
  }

  /** Says that a training step changed parameters or running statistics. */
  void changed() {
    version++;
  }

  /** Makes what is computed from the parameters fresh again. */
  void freshen(List<Folding> used) {
    if (shadowIsOld && renewShadow != null) {
      renewShadow.run();
    }
    shadowIsOld = false;
    for (Folding folding : used) {
      folding.freshen(version);
    }
  }

  @Override
  public void close() {
    blocks.close();
  }

  private Place slot(Parameter parameter, int slot) {
    if (slot >= slots.size() || !parameter.trainable()) {
      throw new IllegalArgumentException(
          "This session holds no slot " + slot + " of " + parameter.name());
    }
    return slots.get(slot).part(offset(parameter), bytes(parameter));
  }

  private void write(Parameter parameter, Place to, Tensor tensor) {
    WeightOrder order = order(parameter);
    if (order.isSame()) {
      gpu.write(to, tensor.pointer());
      return;
    }
    try (FloatPointer ordered = new FloatPointer(parameter.elements())) {
      order.toDevice(tensor.buffer(), floats(ordered, parameter));
      gpu.write(to, ordered);
    }
  }

  private void read(Parameter parameter, Place from, Tensor tensor) {
    WeightOrder order = order(parameter);
    if (order.isSame()) {
      gpu.read(tensor.pointer(), from);
      return;
    }
    try (FloatPointer ordered = new FloatPointer(parameter.elements())) {
      gpu.read(ordered, from);
      order.toFile(floats(ordered, parameter), tensor.buffer());
    }
  }

  private WeightOrder order(Parameter parameter) {
    WeightOrder order = orders.get(parameter.name());
    if (order == null) {
      throw unknown(parameter);
    }
    return order;
  }

  private long offset(Parameter parameter) {
    Long offset = offsets.get(parameter.name());
    if (offset == null) {
      throw unknown(parameter);
    }
    return offset;
  }

  private static IllegalArgumentException unknown(Parameter parameter) {
    return new IllegalArgumentException("This session has no parameter " + parameter.name());
  }

  private static long bytes(Parameter parameter) {
    return parameter.elements() * Float.BYTES;
  }

  private static FloatBuffer floats(FloatPointer pointer, Parameter parameter) {
    return pointer.limit(parameter.elements()).asBuffer();
  }
}
