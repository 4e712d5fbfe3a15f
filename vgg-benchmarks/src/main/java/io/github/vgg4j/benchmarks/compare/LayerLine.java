package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.arch.Layer;

/** A layer as one line, for peers outside the JVM: kind, name, numbers. */
final class LayerLine {

  private LayerLine() {}

  /**
   * The line of a layer.
   *
   * @throws IllegalArgumentException if no work has such a layer
   */
  static String of(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return "conv %s %d %d %d"
          .formatted(conv.name(), conv.input().channels(), conv.output().channels(), conv.kernel());
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return "norm %s %d %s %s"
          .formatted(norm.name(), norm.input().channels(), norm.epsilon(), norm.momentum());
    }
    if (layer instanceof Layer.Dense dense) {
      return "dense %s %d %d"
          .formatted(dense.name(), dense.input().elements(), dense.output().elements());
    }
    if (layer instanceof Layer.Dropout dropout) {
      return "dropout %s %s".formatted(dropout.name(), dropout.rate());
    }
    if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return "adaptive %s %d %d"
          .formatted(pool.name(), pool.output().height(), pool.output().width());
    }
    if (layer instanceof Layer.Relu) {
      return "relu " + layer.name();
    }
    if (layer instanceof Layer.MaxPool) {
      return "pool " + layer.name();
    }
    if (layer instanceof Layer.Flatten) {
      return "flatten " + layer.name();
    }
    throw unknown(layer);
  }

  static IllegalArgumentException unknown(Layer layer) {
    return new IllegalArgumentException("No peer is taught the layer " + layer);
  }
}
