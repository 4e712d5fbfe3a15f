package io.github.vgg4j.cli.draw;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A plan as a picture: every feature map is a box of true proportions, its height and depth those
 * of the map, its thickness the channels; dense layers are bars as long as they have numbers.
 */
public final class PlanDrawing {

  /** Height on the page of the tallest feature map, in pixels. */
  private static final double TALLEST = 190;

  /** Thickness on the page of the widest feature map, in pixels. */
  private static final double THICKEST = 46;

  /** How far depth goes to the right and up, as shares of the depth. */
  private static final double SLANT = 0.32;

  private static final double GAP = 7;
  private static final double GROUP_GAP = 26;
  private static final double LEFT = 34;
  private static final double BASE = 325;
  private static final double SMALLEST_GROUP = 92;

  private static final Palette INPUT = new Palette("#f6f0dd", "#ece3c6", "#e1d6b2", "#b5a874");
  private static final Palette CONV = new Palette("#d7e5fb", "#c3d6f4", "#aec6ec", "#5b7fc7");
  private static final Palette POOL = new Palette("#fbdfd3", "#f4cdbc", "#ecbba5", "#c7805b");
  private static final Palette DENSE = new Palette("#dcefdc", "#cbe4cb", "#b9d8b9", "#5f9e5f");

  private static final String BOLD = "font-weight=\"bold\"";
  private static final String GREY = "fill=\"#666666\"";

  /** Front, top, side and outline of a box. */
  private record Palette(String front, String top, String side, String line) {}

  /** A stretch of layers under one caption. */
  private record Group(String title, List<Layer> layers, Shape output) {}

  private final NetworkPlan plan;
  private final Svg svg = new Svg();
  private final double spatialScale;
  private final double channelScale;
  private final double denseScale;
  private double x = LEFT;

  private PlanDrawing(NetworkPlan plan) {
    this.plan = plan;
    this.spatialScale = TALLEST / Math.max(plan.input().height(), plan.input().width());
    this.channelScale =
        THICKEST
            / plan.layers().stream()
                .filter(PlanDrawing::isMap)
                .mapToInt(layer -> layer.output().channels())
                .max()
                .orElse(1);
    this.denseScale =
        TALLEST
            / plan.layers().stream()
                .filter(Layer.Dense.class::isInstance)
                .mapToInt(layer -> layer.output().channels())
                .max()
                .orElse(1);
  }

  /**
   * The picture as an SVG document.
   *
   * @param name of the network, for the title
   */
  public static String svg(String name, NetworkPlan plan) {
    return new PlanDrawing(plan).draw(name);
  }

  private String draw(String name) {
    svg.text(LEFT, 40, 20, BOLD, Svg.Anchor.START, name);
    svg.text(
        LEFT,
        62,
        13,
        GREY,
        Svg.Anchor.START,
        String.format(
            Locale.ROOT,
            "%,d parameters, %s multiply-accumulates for one image",
            plan.parameterCount(),
            count(plan.macs())));
    group("input", List.of(), plan.input());
    for (int block = 1; block <= plan.blocks(); block++) {
      int number = block;
      List<Layer> layers = plan.layers().stream().filter(l -> l.block() == number).toList();
      group("block " + block, layers, plan.endOfBlock(block).output());
    }
    List<Layer> head = plan.layers().stream().filter(l -> l.block() == 0).toList();
    group("head", head, Shape.vector(plan.classes()));
    return svg.picture(x + LEFT, BASE + 92, name);
  }

  private void group(String title, List<Layer> layers, Shape output) {
    double start = x;
    double end = layers.isEmpty() ? box(x, plan.input(), INPUT) : boxes(layers);
    double width = Math.max(end - start, SMALLEST_GROUP);
    double middle = start + width / 2;
    Group group = new Group(title, layers, output);
    caption(group, middle);
    x = start + width + GROUP_GAP;
  }

  private double boxes(List<Layer> layers) {
    double at = x;
    for (Layer layer : layers) {
      if (layer instanceof Layer.Dense) {
        at = bar(at, layer.output().channels()) + GAP * 3;
      } else if (layer instanceof Layer.Conv) {
        at = box(at, layer.output(), CONV) + GAP;
      } else if (isMap(layer)) {
        at = box(at, layer.output(), POOL) + GAP;
      }
    }
    return at;
  }

  /** A box whose front stands on the base line; returns where its right edge ends. */
  private double box(double left, Shape shape, Palette palette) {
    double height = Math.max(2, shape.height() * spatialScale);
    double depth = Math.max(2, shape.width() * spatialScale) * SLANT;
    double thickness = Math.max(2.5, shape.channels() * channelScale);
    double top = BASE - height;
    double right = left + thickness;
    svg.polygon(palette.front(), palette.line(), left, BASE, left, top, right, top, right, BASE);
    svg.polygon(
        palette.top(),
        palette.line(),
        left,
        top,
        left + depth,
        top - depth,
        right + depth,
        top - depth,
        right,
        top);
    svg.polygon(
        palette.side(),
        palette.line(),
        right,
        top,
        right + depth,
        top - depth,
        right + depth,
        BASE - depth,
        right,
        BASE);
    return right + depth * 0.55;
  }

  private double bar(double left, int features) {
    double height = Math.max(3, features * denseScale);
    svg.polygon(
        DENSE.front(),
        DENSE.line(),
        left,
        BASE,
        left,
        BASE - height,
        left + 13,
        BASE - height,
        left + 13,
        BASE);
    svg.text(left + 6.5, BASE - height - 6, 10, GREY, Svg.Anchor.MIDDLE, "" + features);
    return left + 13;
  }

  private void caption(Group group, double middle) {
    svg.text(middle, BASE + 24, 13, BOLD, Svg.Anchor.MIDDLE, group.title());
    List<String> lines = new ArrayList<>();
    if (!group.layers().isEmpty()) {
      lines.add(content(group));
    }
    lines.add(group.output().toString());
    if (!group.layers().isEmpty()) {
      lines.add(cost(group));
    }
    double y = BASE + 41;
    for (String line : lines) {
      svg.text(middle, y, 11, GREY, Svg.Anchor.MIDDLE, line);
      y += 15;
    }
  }

  private static String content(Group group) {
    long convs = group.layers().stream().filter(Layer.Conv.class::isInstance).count();
    long dense = group.layers().stream().filter(Layer.Dense.class::isInstance).count();
    boolean norm = group.layers().stream().anyMatch(Layer.BatchNorm.class::isInstance);
    boolean pool =
        group.layers().stream()
            .anyMatch(l -> l instanceof Layer.MaxPool || l instanceof Layer.AvgPool);
    if (dense > 0) {
      return dense + " dense";
    }
    return convs + " conv" + (norm ? ", norm" : "") + (pool ? ", pool" : "");
  }

  private static String cost(Group group) {
    long parameters =
        group.layers().stream()
            .flatMap(layer -> layer.parameters().stream())
            .filter(parameter -> parameter.trainable())
            .mapToLong(parameter -> parameter.elements())
            .sum();
    return count(parameters) + " parameters";
  }

  private static boolean isMap(Layer layer) {
    return layer instanceof Layer.Conv
        || layer instanceof Layer.MaxPool
        || layer instanceof Layer.AvgPool
        || layer instanceof Layer.AdaptiveAvgPool;
  }

  /** 1,234,567 as 1.2 M. */
  static String count(long number) {
    if (number >= 1_000_000_000) {
      return String.format(Locale.ROOT, "%.1f G", number / 1e9);
    } else if (number >= 1_000_000) {
      return String.format(Locale.ROOT, "%.1f M", number / 1e6);
    } else if (number >= 10_000) {
      return String.format(Locale.ROOT, "%.0f k", number / 1e3);
    }
    return String.format(Locale.ROOT, "%,d", number);
  }
}
