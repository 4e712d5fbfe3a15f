package io.github.vgg4j.arch;

import io.github.vgg4j.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many bytes a session of an engine needs on its device; docs/memory.md compares it with what
 * was measured. A sum that does not fit a {@code long} is {@link Long#MAX_VALUE}.
 */
public abstract class MemoryModel {

  /** In place of a number of slots: no optimizer at all. */
  static final int INFERENCE = -1;

  MemoryModel() {}

  /**
   * A part of the memory.
   *
   * @param name the layer with its kind, or what all layers share
   * @param bytes at the asked batch size
   */
  public record Share(String name, long bytes) {}

  /**
   * The memory of a session for training in float32.
   *
   * @param slots numbers that the optimizer keeps for each weight: 0 for plain SGD, 2 for Adam
   */
  public static MemoryModel training(Budget.Engine engine, NetworkPlan plan, int slots) {
    return of(engine, plan, slots);
  }

  /** The memory of a session for inference in float32. */
  public static MemoryModel inference(Budget.Engine engine, NetworkPlan plan) {
    return of(engine, plan, INFERENCE);
  }

  /** As {@link #training(Budget.Engine, NetworkPlan, int)} for the engine that needs most. */
  public static MemoryModel training(NetworkPlan plan, int slots) {
    return training(Budget.Engine.ANY, plan, slots);
  }

  /** As {@link #inference(Budget.Engine, NetworkPlan)} for the engine that needs most. */
  public static MemoryModel inference(NetworkPlan plan) {
    return inference(Budget.Engine.ANY, plan);
  }

  private static MemoryModel of(Budget.Engine engine, NetworkPlan plan, int slots) {
    return switch (engine) {
      case ANY -> new AnyEngineMemory(plan, slots);
      case ONEDNN -> new OnednnMemory(plan, slots, Float.BYTES);
      case ND4J -> new Nd4jMemory(plan, slots);
      case CUDA -> new CudaMemory(plan, slots);
    };
  }

  /**
   * Bytes in all.
   *
   * @param batch images in one step, at least 1
   */
  public abstract long bytes(int batch);

  /** Each part of {@link #bytes}, the largest first. */
  public abstract List<Share> shares(int batch);

  /** The largest batch that needs no more than so many bytes; 0 where even one image does. */
  public final int largestBatch(long most) {
    int fits = 0;
    int tooMany = Integer.MAX_VALUE;
    while (tooMany - fits > 1) {
      int middle = fits + (tooMany - fits) / 2;
      if (bytes(middle) <= most) {
        fits = middle;
      } else {
        tooMany = middle;
      }
    }
    return fits;
  }

  /** Bytes as people read them, rounded up: {@code 2.31 GiB}, {@code 784 MiB}. */
  public static String text(long bytes) {
    return Amount.size(bytes);
  }

  /** Name, kind and shapes of a layer, for lists. */
  static String title(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return Text.format(
          "%s, conv %d -> %d at %s",
          layer.name(),
          conv.input().channels(),
          conv.output().channels(),
          Text.sides(conv.input()));
    } else if (layer instanceof Layer.Dense dense) {
      return Text.format("%s, dense %s -> %s", layer.name(), dense.input(), dense.output());
    }
    return layer.name() + ", " + PlanTable.kind(layer);
  }

  static List<Share> largestFirst(List<Share> shares) {
    List<Share> sorted = new ArrayList<>(shares);
    sorted.removeIf(share -> share.bytes() == 0);
    sorted.sort(Comparator.comparingLong(Share::bytes).reversed());
    return List.copyOf(sorted);
  }

  static long sum(long fixed, long each, int count) {
    return each > (Long.MAX_VALUE - fixed) / count ? Long.MAX_VALUE : fixed + each * count;
  }
}
