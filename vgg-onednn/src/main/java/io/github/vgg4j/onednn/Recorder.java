package io.github.vgg4j.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes down the steps of a program in order, and which step uses which array; memory is placed
 * only when all is known.
 */
final class Recorder {

  private final List<Program.Entry> entries = new ArrayList<>();
  private final List<Storage> storages = new ArrayList<>();
  private String label = "";
  private long constantBytes;

  /** Names the layer that the following steps belong to, for profiles: {@code features.0}. */
  void label(String newLabel) {
    label = newLabel;
  }

  String label() {
    return label;
  }

  /** A new array, alive from the first step that uses it to the last. */
  Value value(Layout layout) {
    Storage storage = new Storage(layout.bytes());
    storages.add(storage);
    return new Value(layout, storage);
  }

  /** A new array with a place of its own, which outlives every run. */
  Value constant(Natives natives, Layout layout) {
    Arena arena = natives.own(new Arena(layout.bytes()), Arena::close);
    constantBytes += arena.bytes();
    return Value.fixed(layout, arena.start(), 0);
  }

  /** Bytes of all constants. */
  long constantBytes() {
    return constantBytes;
  }

  /**
   * Runs a kernel.
   *
   * @param arguments oneDNN's names of the arguments
   * @param operands as many, in the same order
   */
  void call(Kernel kernel, int[] arguments, Operand... operands) {
    int[] names = arguments;
    Operand[] all = operands;
    if (kernel.scratch().isPresent()) {
      names = Arrays.copyOf(arguments, arguments.length + 1);
      names[arguments.length] = org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
      all = Arrays.copyOf(operands, operands.length + 1);
      all[operands.length] = value(kernel.scratch().get());
    }
    for (Operand operand : all) {
      use(operand);
    }
    entries.add(new Program.KernelEntry(label, kernel, names, List.of(all)));
  }

  /** Runs Java code, which may look at these arrays. */
  void run(Runnable code, Value... values) {
    for (Value value : values) {
      use(value);
    }
    entries.add(new Program.JavaEntry(label, code));
  }

  /** Says that the next step uses an array, so that it lives until then at least. */
  void use(Operand operand) {
    if (operand instanceof Value value) {
      value.storage().usedAt(entries.size());
    }
  }

  /** Steps so far. */
  int size() {
    return entries.size();
  }

  List<Program.Entry> entries() {
    return entries;
  }

  List<Storage> storages() {
    return storages;
  }
}
