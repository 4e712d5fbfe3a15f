package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers of a plan compute in int8, and where a map between them is kept in bytes.
 *
 * <p>Unsigned bytes hold numbers that are not negative, so a convolution or a dense layer computes
 * in int8 where a ReLU stands before it with nothing between the two that could make a number
 * negative. The first convolution, which reads images, never does. Max pools, flattening and
 * dropout pass bytes on as they are; other layers compute in a wider format.
 */
public final class Int8Plan {

  /**
   * Channels from which on oneDNN's pool of bytes is at least as fast as its pool of bfloat16: with
   * 16 and 32 channels it takes 2.6 to 4 times as long, with 64 as long.
   */
  private static final int FEWEST_POOLED = 64;

  private final NetworkPlan plan;
  private final List<Layer> layers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Int8Plan(NetworkPlan plan) {
    this.plan = plan;
    boolean nonNegative = false;
    for (Layer layer : plan.layers()) {
      if (isProduct(layer) && nonNegative) {
        layers.add(layer);
        names.add(layer.name());
      }
      nonNegative =
          layer instanceof Layer.Relu
              || (nonNegative && !isProduct(layer) && !(layer instanceof Layer.BatchNorm));
    }
  }

  /** Of a plan. */
  public static Int8Plan of(NetworkPlan plan) {
    return new Int8Plan(plan);
  }

  /** Convolutions and dense layers that compute in int8, in execution order. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /** Whether a layer computes in int8. */
  public boolean computes(Layer layer) {
    return names.contains(layer.name());
  }

  /**
   * The layer that reads an output in bytes.
   *
   * @param next index of the layer behind the output, its batch norm and its ReLU
   * @param last index of the last layer that runs
   * @return empty where the output is kept in a wider format
   */
  public Optional<Layer> reader(int next, int last) {
    for (int i = next; i <= last; i++) {
      Layer layer = plan.layers().get(i);
      if (isProduct(layer)) {
        return computes(layer) ? Optional.of(layer) : Optional.empty();
      } else if (layer instanceof Layer.MaxPool) {
        if (layer.input().channels() < FEWEST_POOLED) {
          return Optional.empty();
        }
      } else if (!(layer instanceof Layer.Flatten) && !(layer instanceof Layer.Dropout)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean isProduct(Layer layer) {
    return layer instanceof Layer.Conv || layer instanceof Layer.Dense;
  }
}
