package io.github.vgg4j.arch;

import io.github.vgg4j.arch.Parameter.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Stacks layers on an input and names them as torchvision's {@code vgg} does: {@code features.i}
 * counts convolutions, batch norms, ReLUs and pools; {@code classifier.i} dense layers, ReLUs and
 * dropouts.
 */
final class LayerStack {
  private static final int KERNEL = 3;
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final List<Layer> layers = new ArrayList<>();
  private Shape top;
  private int nextFeature;
  private int nextClassifier;

  LayerStack(Shape input) {
    top = input;
  }

  Shape top() {
    return top;
  }

  List<Layer> layers() {
    return layers;
  }

  void convolution(int block, int out, boolean batchNorm) {
    String name = feature();
    add(
        new Layer.Conv(
            name,
            block,
            top,
            new Shape(out, top.height(), top.width()),
            KERNEL,
            new Parameter(
                name + ".weight", List.of(out, top.channels(), KERNEL, KERNEL), Role.CONV_WEIGHT),
            new Parameter(name + ".bias", List.of(out), Role.BIAS)));
    if (batchNorm) {
      add(batchNorm(feature(), block));
    }
    add(new Layer.Relu(feature(), block, top));
  }

  void halve(int block) {
    Shape halved = new Shape(top.channels(), top.height() / 2, top.width() / 2);
    add(new Layer.MaxPool(feature(), block, top, halved));
  }

  void flatten() {
    add(new Layer.Flatten("flatten", 0, top));
  }

  /** The numbers of ReLU and dropout are taken even where there is no dropout, as torchvision's. */
  void hidden(int size, double dropout) {
    dense(size, Role.DENSE_WEIGHT);
    add(new Layer.Relu(classifier(), 0, top));
    String name = classifier();
    if (dropout > 0) {
      add(new Layer.Dropout(name, 0, top, dropout));
    }
  }

  void logits(int classes) {
    dense(classes, Role.LOGITS_WEIGHT);
  }

  private void dense(int out, Role role) {
    String name = classifier();
    add(
        new Layer.Dense(
            name,
            0,
            top,
            Shape.vector(out),
            new Parameter(name + ".weight", List.of(out, top.channels()), role),
            new Parameter(name + ".bias", List.of(out), Role.BIAS)));
  }

  private Layer batchNorm(String name, int block) {
    List<Integer> channels = List.of(top.channels());
    return new Layer.BatchNorm(
        name,
        block,
        top,
        EPSILON,
        MOMENTUM,
        new Parameter(name + ".weight", channels, Role.NORM_SCALE),
        new Parameter(name + ".bias", channels, Role.NORM_SHIFT),
        new Parameter(name + ".running_mean", channels, Role.RUNNING_MEAN),
        new Parameter(name + ".running_var", channels, Role.RUNNING_VARIANCE));
  }

  private String feature() {
    return "features." + nextFeature++;
  }

  private String classifier() {
    return "classifier." + nextClassifier++;
  }

  private void add(Layer layer) {
    layers.add(layer);
    top = layer.output();
  }
}
