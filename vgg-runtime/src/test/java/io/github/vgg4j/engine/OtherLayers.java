package io.github.vgg4j.engine;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.arch.Parameter.Role;
import io.github.vgg4j.arch.Shape;
import java.util.List;

/** A plan with a 1x1 convolution, local response norm, average pools, and ReLUs without a pool. */
final class OtherLayers {

  private OtherLayers() {}

  static NetworkPlan plan() {
    Shape input = new Shape(2, 13, 10);
    Shape first = new Shape(6, 13, 10);
    Shape half = new Shape(6, 6, 5);
    Shape second = new Shape(7, 6, 5);
    Shape pooled = new Shape(7, 4, 3);
    return new NetworkPlan(
        input,
        3,
        List.of(
            conv("features.0", 1, input, first, 3),
            new Layer.Relu("features.1", 1, first),
            new Layer.LocalResponseNorm("features.2", 1, first, 5, 0.5, 0.75, 2),
            new Layer.AvgPool("features.3", 1, first, half),
            conv("features.4", 2, half, second, 1),
            new Layer.Relu("features.5", 2, second),
            new Layer.AdaptiveAvgPool("avgpool", 0, second, pooled),
            new Layer.Flatten("flatten", 0, pooled),
            dense("classifier.0", Shape.vector(84), 3)));
  }

  private static Layer conv(String name, int block, Shape in, Shape out, int kernel) {
    return new Layer.Conv(
        name,
        block,
        in,
        out,
        kernel,
        new Parameter(
            name + ".weight",
            List.of(out.channels(), in.channels(), kernel, kernel),
            Role.CONV_WEIGHT),
        new Parameter(name + ".bias", List.of(out.channels()), Role.BIAS));
  }

  private static Layer dense(String name, Shape in, int out) {
    return new Layer.Dense(
        name,
        0,
        in,
        Shape.vector(out),
        new Parameter(name + ".weight", List.of(out, in.channels()), Role.LOGITS_WEIGHT),
        new Parameter(name + ".bias", List.of(out), Role.BIAS));
  }
}
