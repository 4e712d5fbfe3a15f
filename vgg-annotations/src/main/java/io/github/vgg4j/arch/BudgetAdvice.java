package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds the smallest changes of a network that bring a cost under a limit: hidden layers of half, a
 * quarter ... of their size, and a larger width divisor. Each is planned and counted, not guessed.
 */
final class BudgetAdvice {
  private static final int SMALLEST_HIDDEN = 64;
  private static final int LARGEST_DIVISOR = 64;

  private final Architecture architecture;
  private final NetworkPlan plan;

  /**
   * A change that fits.
   *
   * @param text as the annotation says it: {@code hidden = {512, 512}}
   * @param plan of the changed network
   */
  record Change(String text, NetworkPlan plan) {}

  BudgetAdvice(Architecture architecture, NetworkPlan plan) {
    this.architecture = architecture;
    this.plan = plan;
  }

  /** A smaller head that fits; where there is none, narrower blocks; empty where neither does. */
  List<Change> changes(ToLongFunction<NetworkPlan> cost, long limit) {
    return smallerHead(cost, limit).or(() -> narrower(cost, limit)).stream().toList();
  }

  private Optional<Change> smallerHead(ToLongFunction<NetworkPlan> cost, long limit) {
    List<Integer> sizes = architecture.head().hidden();
    for (int factor = 2; ; factor *= 2) {
      int divisor = factor;
      List<Integer> smaller =
          sizes.stream()
              .map(size -> Math.min(size, Math.max(SMALLEST_HIDDEN, size / divisor)))
              .toList();
      NetworkPlan changed = withHidden(smaller);
      if (!smaller.equals(sizes) && cost.applyAsLong(changed) <= limit) {
        String list = smaller.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return Optional.of(new Change("hidden = {" + list + "}", changed));
      }
      if (smaller.stream().allMatch(size -> size <= SMALLEST_HIDDEN)) {
        return Optional.empty();
      }
    }
  }

  private NetworkPlan withHidden(List<Integer> sizes) {
    List<Layer> layers = plan.layers();
    int flatten =
        IntStream.range(0, layers.size())
            .filter(index -> layers.get(index) instanceof Layer.Flatten)
            .findFirst()
            .orElseThrow();
    LayerStack head = new LayerStack(layers.get(flatten).output());
    sizes.forEach(size -> head.hidden(size, architecture.head().dropout()));
    head.logits(plan.classes());
    List<Layer> changed = new ArrayList<>(layers.subList(0, flatten + 1));
    changed.addAll(head.layers());
    return new NetworkPlan(plan.input(), plan.classes(), changed);
  }

  private Optional<Change> narrower(ToLongFunction<NetworkPlan> cost, long limit) {
    for (int divisor = architecture.widthDivisor() + 1; divisor <= LARGEST_DIVISOR; divisor++) {
      Optional<NetworkPlan> changed = architecture.withWidthDivisor(divisor).check().plan();
      if (changed.isPresent() && cost.applyAsLong(changed.get()) <= limit) {
        return Optional.of(new Change("widthDivisor = " + divisor, changed.get()));
      }
    }
    return Optional.empty();
  }
}
