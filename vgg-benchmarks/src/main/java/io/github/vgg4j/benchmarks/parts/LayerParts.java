package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.benchmarks.parts.LayerTime.Pass;
import io.github.vgg4j.benchmarks.parts.Part.Amount;
import io.github.vgg4j.benchmarks.parts.Part.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** From the profiles of a step to one row for each layer and direction. */
final class LayerParts {
  private final String network;
  private final NetworkPlan plan;
  private final Use use;
  private final List<List<LayerTime>> steps;

  /** Layers that have rows of their own, in execution order. */
  private final List<Layer> timed;

  /**
   * @param steps for each measured step the time of each layer, all steps the same layers
   */
  LayerParts(String network, NetworkPlan plan, Use use, List<List<LayerTime>> steps) {
    this.network = network;
    this.plan = plan;
    this.use = use;
    this.steps = List.copyOf(steps);
    this.timed =
        plan.layers().stream()
            .filter(layer -> has(Pass.FORWARD, layer) || has(Pass.BACKWARD, layer))
            .toList();
  }

  /** Layer by layer, in training there and back; then what is no layer's, and the sum of all. */
  List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Layer layer : timed) {
      for (Pass pass : Pass.values()) {
        if (has(pass, layer)) {
          parts.add(part(pass, layer));
        }
      }
    }
    parts.add(sum("all else", false));
    parts.add(sum("sum of the parts", true));
    return parts;
  }

  private Part part(Pass pass, Layer layer) {
    List<LayerTime> times =
        steps.stream()
            .map(step -> step.stream().filter(time -> is(time, pass, layer)).findFirst())
            .flatMap(java.util.Optional::stream)
            .toList();
    String name =
        "%s, %s: %s".formatted(use.title(), pass.name().toLowerCase(Locale.ROOT), title(layer));
    return new Part(
        network, name, times.stream().map(LayerTime::seconds).toList(), amount(times.get(0)));
  }

  private static Amount amount(LayerTime time) {
    if (time.flops() > 0) {
      return new Amount(time.flops(), Unit.FLOP);
    }
    return time.bytes() > 0 ? new Amount(time.bytes(), Unit.BYTE) : Amount.NONE;
  }

  /** The layer and those behind it that run with it; what does nothing is not named. */
  private String title(Layer layer) {
    int place = timed.indexOf(layer);
    int from = plan.layers().indexOf(layer);
    int to =
        place + 1 < timed.size()
            ? plan.layers().indexOf(timed.get(place + 1))
            : plan.layers().size();
    List<Layer> together = plan.layers().subList(from, to);
    String kinds =
        together.stream()
            .filter(one -> one == layer || !isIdle(one))
            .map(LayerParts::kind)
            .collect(Collectors.joining(", "));
    Layer end = together.get(together.size() - 1);
    return "`%s` %s, %s to %s".formatted(layer.name(), kinds, layer.input(), end.output());
  }

  private static boolean isIdle(Layer layer) {
    return layer instanceof Layer.Flatten || layer instanceof Layer.Dropout;
  }

  private static String kind(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return "convolution %dx%d".formatted(conv.kernel(), conv.kernel());
    }
    if (layer instanceof Layer.BatchNorm) {
      return "batch norm";
    }
    if (layer instanceof Layer.Relu) {
      return "ReLU";
    }
    if (layer instanceof Layer.LocalResponseNorm) {
      return "local response norm";
    }
    if (layer instanceof Layer.MaxPool) {
      return "max pool";
    }
    if (layer instanceof Layer.AvgPool) {
      return "average pool";
    }
    if (layer instanceof Layer.AdaptiveAvgPool) {
      return "adaptive average pool";
    }
    return layer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private Part sum(String name, boolean all) {
    List<Double> seconds =
        steps.stream()
            .map(
                step ->
                    step.stream()
                        .filter(time -> all || !isLayer(time))
                        .mapToDouble(LayerTime::seconds)
                        .sum())
            .toList();
    double flops = all ? steps.get(0).stream().mapToDouble(LayerTime::flops).sum() : 0;
    return new Part(
        network,
        use.title() + ": " + name,
        seconds,
        flops > 0 ? new Amount(flops, Unit.FLOP) : Amount.NONE);
  }

  private boolean isLayer(LayerTime time) {
    return plan.layers().stream().anyMatch(layer -> is(time, time.pass(), layer));
  }

  private boolean has(Pass pass, Layer layer) {
    return steps.get(0).stream().anyMatch(time -> is(time, pass, layer));
  }

  private static boolean is(LayerTime time, Pass pass, Layer layer) {
    return time.pass() == pass && time.layer().equals(layer.name());
  }
}
