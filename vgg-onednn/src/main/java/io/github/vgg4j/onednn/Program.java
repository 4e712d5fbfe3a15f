package io.github.vgg4j.onednn;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Steps bound to memory: running them allocates nothing and decides nothing. */
final class Program implements AutoCloseable {

  /** A step as it was recorded. */
  sealed interface Entry {
    /** What it belongs to, for profiles. */
    String label();
  }

  /** A kernel with its arguments. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares or prints it.
  record KernelEntry(String label, Kernel kernel, int[] names, List<Operand> operands)
      implements Entry {}

  /** Code in Java. */
  record JavaEntry(String label, Runnable code) implements Entry {}

  private interface Step {
    void run();
  }

  /** A primitive bound to its arguments; the arrays are kept from the garbage collector here. */
  private record Call(dnnl_primitive primitive, dnnl_stream stream, int count, dnnl_exec_arg_t args)
      implements Step {
    @Override
    public void run() {
      int status = dnnl.dnnl_primitive_execute(primitive, stream, count, args);
      if (status != dnnl.dnnl_success) {
        Dnnl.check(status, "run a primitive");
      }
    }
  }

  private final Natives natives;
  private final dnnl_stream stream;
  private final Step[] steps;
  private final List<Entry> entries;
  private final Set<WeightCopy> copies = new LinkedHashSet<>();
  private final IdentityHashMap<Operand, dnnl_memory> memories = new IdentityHashMap<>();

  /** Binds recorded steps, whose arrays have their places. */
  Program(Natives natives, dnnl_stream stream, List<Entry> entries) {
    this.natives = natives;
    this.stream = stream;
    List<Step> bound = new ArrayList<>();
    for (Entry entry : entries) {
      bound.add(entry instanceof KernelEntry call ? bind(call) : ((JavaEntry) entry).code()::run);
    }
    this.steps = bound.toArray(new Step[0]);
    this.entries = List.copyOf(entries);
    memories.clear();
  }

  /** Runs steps {@code from} up to and without {@code to}. */
  void run(int from, int to) {
    for (int i = from; i < to; i++) {
      steps[i].run();
    }
  }

  /** As {@link #run}, adding the nanoseconds of each step to the totals. */
  void run(int from, int to, long[] nanoseconds) {
    for (int i = from; i < to; i++) {
      long begin = System.nanoTime();
      steps[i].run();
      nanoseconds[i] += System.nanoTime() - begin;
    }
  }

  /** Steps in all. */
  int size() {
    return steps.length;
  }

  /** The steps as they were recorded. */
  List<Entry> entries() {
    return entries;
  }

  /** Weights in other layouts that must be fresh before it runs. */
  Set<WeightCopy> copies() {
    return copies;
  }

  @Override
  public void close() {
    natives.close();
  }

  private Call bind(KernelEntry call) {
    int count = call.names().length;
    dnnl_exec_arg_t args = natives.own(new dnnl_exec_arg_t(count), dnnl_exec_arg_t::close);
    for (int i = 0; i < count; i++) {
      dnnl_exec_arg_t arg = args.getPointer(i);
      arg.arg(call.names()[i]);
      arg.memory(memory(call.operands().get(i)));
    }
    return new Call(call.kernel().primitive(), stream, count, args);
  }

  private dnnl_memory memory(Operand operand) {
    @Nullable WeightCopy copy = operand.copy();
    if (copy != null) {
      copies.add(copy);
    }
    return memories.computeIfAbsent(operand, any -> memory(natives, operand));
  }

  /** A reorder on its own, from one place to another, which may be run again and again. */
  static Runnable reorder(
      Natives natives, dnnl_stream stream, Layout from, Pointer source, Layout to, Pointer target) {
    Kernel kernel = new Kernels(natives).reorder(from, to);
    Layout scratch = kernel.scratch().orElse(null);
    dnnl_exec_arg_t args =
        natives.own(new dnnl_exec_arg_t(scratch == null ? 2 : 3), dnnl_exec_arg_t::close);
    args.getPointer(0).arg(dnnl.DNNL_ARG_FROM).memory(memory(natives, from, source));
    args.getPointer(1).arg(dnnl.DNNL_ARG_TO).memory(memory(natives, to, target));
    if (scratch != null) {
      Arena room = natives.own(new Arena(scratch.bytes()), Arena::close);
      args.getPointer(2)
          .arg(dnnl.DNNL_ARG_SCRATCHPAD)
          .memory(memory(natives, scratch, room.start()));
    }
    return new Call(kernel.primitive(), stream, scratch == null ? 2 : 3, args)::run;
  }

  /** An array as oneDNN's functions take it. */
  static dnnl_memory memory(Natives natives, Operand operand) {
    return memory(natives, operand.layout(), operand.address());
  }

  static dnnl_memory memory(Natives natives, Layout layout, Pointer address) {
    dnnl_memory memory = new dnnl_memory();
    Dnnl.check(
        dnnl.dnnl_memory_create(memory, layout.descriptor(), Dnnl.cpu(), address),
        "describe an array");
    return natives.own(memory, dnnl::dnnl_memory_destroy);
  }
}
