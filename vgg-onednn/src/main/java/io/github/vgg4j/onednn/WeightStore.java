package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Every parameter of a session, each in the layout that the kernels want most, with its gradient
 * and optimizer slots beside it. Those whose gradients are stored lie first and together, so that
 * an update is one pass over flat arrays.
 */
final class WeightStore implements AutoCloseable {

  private final Natives natives = new Natives();
  private final dnnl_stream stream;
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private final Map<String, Folding> foldings = new HashMap<>();
  private final Map<Rows, Int8Rows> int8Rows = new HashMap<>();
  private final List<WeightCopy> copies = new ArrayList<>();
  private final List<Arena> arenas = new ArrayList<>();
  private final int slotCount;
  private @Nullable Arena values;
  private @Nullable Arena gradients;
  private final List<Arena> slots = new ArrayList<>();
  private long storedBytes;
  private long trainableBytes;
  private long written;
  private long changed;
  private long statistics;

  /** A parameter, with what is folded into it. */
  private record Rows(String parameter, @Nullable Folding folding) {}

  /**
   * Room for a plan's parameters, once their layouts are known.
   *
   * @param slotCount arrays the optimizer keeps; -1 for inference, which has no gradients either
   */
  WeightStore(NetworkPlan plan, dnnl_stream stream, int slotCount) {
    this.stream = stream;
    this.slotCount = slotCount;
    for (Parameter parameter : plan.parameters()) {
      weights.put(parameter.name(), new Weight(natives, parameter));
    }
  }

  Weight weight(Parameter parameter) {
    Weight weight = weights.get(parameter.name());
    if (weight == null) {
      throw new IllegalArgumentException("This session has no parameter " + parameter.name());
    }
    return weight;
  }

  boolean trains() {
    return slotCount >= 0;
  }

  /** Whether layouts are decided and memory is taken. */
  boolean isPlaced() {
    return values != null;
  }

  /** A parameter as it is, or with a batch norm folded in. */
  WeightOperand operand(Parameter parameter, Layout layout, @Nullable Folding folding) {
    return folding == null ? value(parameter, layout) : folded(parameter, layout, folding);
  }

  /** The units of a parameter's rows in bytes. */
  Int8Rows int8Rows(Parameter parameter, @Nullable Folding folding) {
    return int8Rows(weight(parameter), folding);
  }

  private Int8Rows int8Rows(Weight weight, @Nullable Folding folding) {
    return int8Rows.computeIfAbsent(
        new Rows(weight.parameter().name(), folding),
        any -> {
          Layout units = Layout.plain(natives, NumberType.F32, weight.parameter().shape().get(0));
          return new Int8Rows(zeros(units.bytes()), units);
        });
  }

  /** A parameter as a kernel wants it. */
  WeightOperand value(Parameter parameter, Layout layout) {
    return new WeightOperand(this, weight(parameter), layout, WeightOperand.Kind.VALUE, null);
  }

  /** A parameter with the batch norm behind it folded in. */
  WeightOperand folded(Parameter parameter, Layout layout, Folding folding) {
    return new WeightOperand(this, weight(parameter), layout, WeightOperand.Kind.VALUE, folding);
  }

  /** The folding of a batch norm into a convolution; one for each convolution. */
  Folding folding(Layer.Conv conv, Layer.BatchNorm norm) {
    return foldings.computeIfAbsent(conv.name(), name -> new Folding(this, conv, norm));
  }

  /** Where the gradient of a parameter goes, in the parameter's own layout. */
  WeightOperand gradient(Parameter parameter) {
    Weight weight = weight(parameter);
    return new WeightOperand(
        this, weight, weight.placedMaster(), WeightOperand.Kind.GRADIENT, null);
  }

  /** Takes the memory; parameters that nobody proposed a layout for stay plain. */
  void place() {
    weights.values().forEach(weight -> weight.propose(weight.file(), weight.file()));
    List<Weight> ordered = new ArrayList<>();
    ordered.addAll(of(true, Weight.Gradient.STORED));
    storedBytes = bytes(ordered);
    ordered.addAll(of(true, Weight.Gradient.FOLDED));
    trainableBytes = bytes(ordered);
    ordered.addAll(of(false, Weight.Gradient.STORED));
    Arena room = zeros(bytes(ordered));
    values = room;
    gradients = trains() && storedBytes > 0 ? zeros(storedBytes) : null;
    for (int slot = 0; slot < slotCount; slot++) {
      slots.add(zeros(trainableBytes));
    }
    long offset = 0;
    for (Weight weight : ordered) {
      boolean stored = gradients != null && offset < storedBytes;
      weight.place(at(room, offset), stored ? at(gradients, offset) : null);
      for (int slot = 0; weight.parameter().trainable() && slot < slotCount; slot++) {
        weight.placeSlot(at(slots.get(slot), offset));
      }
      offset += ArenaLayout.aligned(weight.placedMaster().bytes());
    }
  }

  /** Floats from the start of {@link #values} whose gradients are stored. */
  long storedFloats() {
    return storedBytes / Float.BYTES;
  }

  /** Floats from the start of {@link #values} that training changes. */
  long trainableFloats() {
    return trainableBytes / Float.BYTES;
  }

  BytePointer values() {
    return start(values);
  }

  BytePointer gradients() {
    return start(gradients);
  }

  BytePointer slots(int slot) {
    return slots.get(slot).start();
  }

  /** Copies a parameter in. */
  void write(Parameter parameter, Tensor tensor) {
    Weight weight = weight(parameter);
    store(weight, tensor, null, weight.masterForFile(), weight.value());
    written();
  }

  /** Whether a parameter lies here as in a tensor. */
  boolean isPlain(Parameter parameter) {
    Weight weight = weight(parameter);
    return weight.masterForFile().sameAs(weight.file());
  }

  /** The memory itself of a parameter that {@link #isPlain}; {@link #written} tells of changes. */
  Tensor tensor(Parameter parameter) {
    int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
    return Tensor.over(new FloatPointer((Pointer) weight(parameter).value()), shape);
  }

  /** Says that parameters came from outside, so that copies are made again when needed. */
  void written() {
    written++;
    changed++;
  }

  /** Copies a parameter out. */
  void read(Parameter parameter, Tensor tensor) {
    Weight weight = weight(parameter);
    if (weight.placedMaster().type() == NumberType.S8) {
      restore(weight, tensor);
      return;
    }
    reorder(weight.masterForFile(), weight.value(), weight.file(), tensor.pointer());
  }

  private void restore(Weight weight, Tensor into) {
    try (Natives once = new Natives()) {
      Layout plain = Layout.plain(once, NumberType.S8, weight.file().dims());
      Arena bytes = once.own(new Arena(plain.bytes()), Arena::close);
      reorder(weight.masterForFile(), weight.value(), plain, bytes.start());
      int8Rows(weight, null).restore(bytes.bytes(plain.bytes()), into.buffer());
    }
  }

  void writeSlot(Parameter parameter, int slot, Tensor tensor) {
    Weight weight = weight(parameter);
    reorder(weight.file(), tensor.pointer(), weight.masterForFile(), weight.slot(slot));
  }

  void readSlot(Parameter parameter, int slot, Tensor tensor) {
    Weight weight = weight(parameter);
    reorder(weight.masterForFile(), weight.slot(slot), weight.file(), tensor.pointer());
  }

  /** Says that an update changed parameters, so that copies are made again when needed. */
  void changed() {
    changed++;
  }

  /** Says that a training step moved running statistics, which foldings read. */
  void statisticsChanged() {
    statistics++;
  }

  /** Makes the copies that a program reads again, where parameters changed. */
  void freshen(Program program) {
    for (WeightCopy copy : program.copies()) {
      copy.freshen(written, changed, changed + statistics);
    }
  }

  WeightCopy copy(Weight weight, Layout wanted, @Nullable Folding folding) {
    for (WeightCopy known : copies) {
      if (known.is(weight, wanted, folding)) {
        return known;
      }
    }
    Layout layout = wanted.ownedBy(natives);
    Arena memory = zeros(layout.bytes());
    boolean rounds =
        layout.type() == NumberType.S8 && weight.placedMaster().type() != NumberType.S8;
    Runnable refresh =
        folding == null && !rounds
            ? Program.reorder(
                natives, stream, weight.placedMaster(), weight.value(), layout, memory.start())
            : () -> copyInto(weight, folding, layout, memory);
    WeightCopy copy = new WeightCopy(weight, layout, folding, memory, refresh);
    copies.add(copy);
    return copy;
  }

  long bytes() {
    return arenas.stream().mapToLong(Arena::bytes).sum();
  }

  @Override
  public void close() {
    arenas.forEach(Arena::close);
    arenas.clear();
    natives.close();
  }

  private void copyInto(Weight weight, @Nullable Folding folding, Layout layout, Arena memory) {
    try (Tensor plain = folding == null ? values(weight) : folding.fold(weight)) {
      store(weight, plain, folding, layout, memory.start());
    }
  }

  private Tensor values(Weight weight) {
    Tensor values = Tensor.zeros(weight.parameter().shape());
    read(weight.parameter(), values);
    return values;
  }

  /** Writes plain numbers in a layout, rounded where that is one of bytes. */
  private void store(
      Weight weight, Tensor numbers, @Nullable Folding folding, Layout layout, Pointer target) {
    if (layout.type() != NumberType.S8) {
      reorder(weight.file(), numbers.pointer(), layout, target);
      return;
    }
    try (Natives once = new Natives()) {
      Layout plain = Layout.plain(once, NumberType.S8, layout.dims());
      Arena bytes = once.own(new Arena(plain.bytes()), Arena::close);
      int8Rows(weight, folding).quantize(numbers.buffer(), bytes.bytes(plain.bytes()));
      reorder(plain, bytes.start(), layout, target);
    }
  }

  private void reorder(Layout from, Pointer source, Layout to, Pointer target) {
    try (Natives once = new Natives()) {
      Program.reorder(once, stream, from, source, to, target).run();
    }
  }

  private List<Weight> of(boolean trainable, Weight.Gradient kind) {
    return weights.values().stream()
        .filter(weight -> weight.parameter().trainable() == trainable)
        .filter(weight -> weight.gradientKind() == kind)
        .toList();
  }

  private static long bytes(List<Weight> some) {
    return some.stream()
        .mapToLong(weight -> ArenaLayout.aligned(weight.placedMaster().bytes()))
        .sum();
  }

  private Arena zeros(long bytes) {
    Arena arena = Arena.zeros(Math.max(ArenaLayout.ALIGNMENT, bytes));
    arenas.add(arena);
    return arena;
  }

  private static BytePointer at(Arena arena, long offset) {
    return arena.start().getPointer(BytePointer.class, offset);
  }

  private static BytePointer start(@Nullable Arena arena) {
    if (arena == null) {
      throw new IllegalStateException("The weights have no memory yet");
    }
    return arena.start();
  }
}
