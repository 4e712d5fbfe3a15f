package io.github.vgg4j.arch;

import java.util.List;
import java.util.stream.Stream;

/**
 * A network with everything known: its layers in execution order, each with shapes and parameters.
 *
 * <p>It is made by {@code Architecture.plan()} and is all that an engine ever sees.
 *
 * @param input shape of one image
 * @param classes number of logits
 * @param layers in execution order; never empty
 */
public record NetworkPlan(Shape input, int classes, List<Layer> layers) {

  public NetworkPlan {
    layers = List.copyOf(layers);
  }

  /** Every parameter in torchvision's order, the running statistics of batch norm included. */
  public List<Parameter> parameters() {
    return layers.stream().flatMap(layer -> layer.parameters().stream()).toList();
  }

  /** Numbers that training changes; what papers call the parameters of a network. */
  public long parameterCount() {
    return trainable().mapToLong(Parameter::elements).sum();
  }

  /** Multiply-accumulates for one image. */
  public long macs() {
    return layers.stream().mapToLong(Layer::macs).sum();
  }

  /** Number of blocks. */
  public int blocks() {
    return layers.stream().mapToInt(Layer::block).max().orElse(0);
  }

  /**
   * The last layer of a block.
   *
   * @param block counted from 1
   * @throws IllegalArgumentException if there is no such block
   */
  public Layer endOfBlock(int block) {
    return layers.stream()
        .filter(layer -> layer.block() == block && block > 0)
        .reduce((first, second) -> second)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no block " + block + "; the network has blocks 1 to " + blocks()));
  }

  /**
   * Sixteen hexadecimal digits that tell whether two plans compute the same: the start of a SHA-256
   * over layers and parameters. Names of labels do not count.
   */
  public String fingerprint() {
    return Fingerprint.of(this);
  }

  private Stream<Parameter> trainable() {
    return parameters().stream().filter(Parameter::trainable);
  }
}
