package io.github.vgg4j.arch;

import io.github.vgg4j.arch.Parameter.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * Stacks layers on an input and names them as torchvision's {@code vgg} does: {@code features.i}
 * counts convolutions, norms, ReLUs and pools; {@code classifier.i} dense layers, ReLUs and
 * dropouts.
 */
final class LayerStack {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;
  private static final int LRN_SIZE = 5;
  private static final double LRN_ALPHA = 1e-4;
  private static final double LRN_BETA = 0.75;
  private static final double LRN_K = 2;

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

  void convolution(int block, int out, int kernel, boolean batchNorm) {
    String name = feature();
    add(
        new Layer.Conv(
            name,
            block,
            top,
            new Shape(out, top.height(), top.width()),
            kernel,
            new Parameter(
                name + ".weight", List.of(out, top.channels(), kernel, kernel), Role.CONV_WEIGHT),
            new Parameter(name + ".bias", List.of(out), Role.BIAS)));
    if (batchNorm) {
      add(batchNorm(feature(), block));
    }
    add(new Layer.Relu(feature(), block, top));
  }

  /**
   * With AlexNet's numbers (Krizhevsky et al. 2012, section 3.3), which the VGG paper took over.
   */
  void localResponseNorm(int block) {
    add(new Layer.LocalResponseNorm(feature(), block, top, LRN_SIZE, LRN_ALPHA, LRN_BETA, LRN_K));
  }

  void maxPool(int block) {
    add(new Layer.MaxPool(feature(), block, top, halved()));
  }

  void averagePool(int block) {
    add(new Layer.AvgPool(feature(), block, top, halved()));
  }

  /** Torchvision calls the module between features and head {@code avgpool}. */
  void adaptivePool(int height, int width) {
    add(new Layer.AdaptiveAvgPool("avgpool", 0, top, new Shape(top.channels(), height, width)));
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

  private Shape halved() {
    return new Shape(top.channels(), top.height() / 2, top.width() / 2);
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
