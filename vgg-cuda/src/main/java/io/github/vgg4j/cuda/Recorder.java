package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes down the steps of a program in order, and which step uses which memory; it is placed only
 * when all is known.
 */
final class Recorder {

  private final List<Step> steps = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();
  private String label = "";

  /** Names the layer that the following steps belong to, for profiles: {@code features.0}. */
  void label(String newLabel) {
    label = newLabel;
  }

  String label() {
    return label;
  }

  /** New memory, alive from the first step that uses it to the last. */
  Memory memory(long bytes) {
    Memory memory = new Memory(bytes);
    memories.add(memory);
    return memory;
  }

  void launch(KernelCall call) {
    launch(call, 0);
  }

  /** A kernel whose time arithmetic decides, and how much it has to do. */
  void launch(KernelCall call, long flops) {
    add(new Step.Launch(label, call, flops));
  }

  void launch(List<KernelCall> calls) {
    calls.forEach(this::launch);
  }

  void convolve(Convolution convolution, Map<Convolution.Role, Place> operands) {
    add(new Step.Convolve(label, convolution, operands));
  }

  void multiply(Product product, Place a, Place b, Place bias, Place c) {
    add(new Step.Multiply(label, product, a, b, bias, c));
  }

  /** Says that the next step uses memory, which the host writes or reads there. */
  void use(Memory memory) {
    memory.usedAt(steps.size());
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  List<Memory> memories() {
    return List.copyOf(memories);
  }

  private void add(Step step) {
    for (Place place : step.places()) {
      if (place instanceof Memory memory) {
        memory.usedAt(steps.size());
      }
    }
    steps.add(step);
  }
}
