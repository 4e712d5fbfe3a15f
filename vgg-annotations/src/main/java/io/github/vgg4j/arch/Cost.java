package io.github.vgg4j.arch;

import java.util.List;

/**
 * What layers cost.
 *
 * @param parameters numbers that training changes
 * @param macs multiply-accumulates for one image
 */
public record Cost(long parameters, long macs) {

  /** The cost of some layers together. */
  public static Cost of(List<Layer> layers) {
    long parameters =
        layers.stream()
            .flatMap(layer -> layer.parameters().stream())
            .filter(Parameter::trainable)
            .mapToLong(Parameter::elements)
            .sum();
    return new Cost(parameters, layers.stream().mapToLong(Layer::macs).sum());
  }
}
