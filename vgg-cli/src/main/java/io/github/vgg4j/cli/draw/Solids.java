package io.github.vgg4j.cli.draw;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.stream.Stream;

/**
 * Draws feature maps as boxes in cabinet projection and dense layers as bars, all on one scale for
 * the whole plan and centred on one axis, so that a network looks like the funnel that it is.
 */
final class Solids {
  static final double BAR_WIDTH = 12;

  static final Palette INPUT = new Palette("#f8f3e3", "#f1e9d0", "#e8ddbd", "#b5a874");
  static final Palette CONV = new Palette("#e3edfd", "#d3e2fa", "#bfd3f4", "#6f90d0");
  static final Palette POOL = new Palette("#fde8df", "#f9d9cb", "#f2c6b2", "#cf8d6c");
  private static final Palette DENSE = new Palette("#e2f2e2", "#d3e9d3", "#c1ddc1", "#6dab6d");

  /** Height on the page of the tallest feature map, and of the longest dense layer. */
  private static final double TALLEST = 170;

  /** Thickness on the page of the feature map with most channels. */
  private static final double THICKEST = 34;

  /** Where the middle of everything lies. */
  private static final double AXIS = 208;

  /** How far a unit of depth goes to the right and up. */
  private static final double RIGHT = 0.38;

  private static final double UP = 0.3;

  /** So much of a box's depth the next box leaves to be seen. */
  private static final double SEEN = 0.55;

  private final Svg svg;
  private final double spatialScale;
  private final double channelScale;
  private final double denseScale;

  /** Front, top, side and outline of a box. */
  record Palette(String front, String top, String side, String line) {}

  Solids(Svg svg, NetworkPlan plan) {
    this.svg = svg;
    int side = Math.max(plan.input().height(), plan.input().width());
    this.spatialScale = TALLEST / side;
    this.channelScale = THICKEST / mostChannels(plan, Layer.Conv.class);
    this.denseScale = TALLEST / mostChannels(plan, Layer.Dense.class);
  }

  private static int mostChannels(NetworkPlan plan, Class<? extends Layer> kind) {
    Stream<Layer> layers = plan.layers().stream().filter(kind::isInstance);
    return layers.mapToInt(layer -> layer.output().channels()).max().orElse(1);
  }

  /** From the left edge of a box to its right one. */
  double width(Shape map) {
    return thickness(map) + depth(map) * RIGHT;
  }

  /** From the left edge of a box to where the next one may stand before it. */
  double advance(Shape map) {
    return thickness(map) + depth(map) * RIGHT * SEEN;
  }

  void box(double left, Shape map, Palette palette) {
    double height = Math.max(2, map.height() * spatialScale);
    double over = depth(map) * RIGHT;
    double up = depth(map) * UP;
    double right = left + thickness(map);
    double bottom = AXIS + (height + up) / 2;
    double top = bottom - height;
    svg.polygon(
        palette.front(), palette.line(), left, bottom, left, top, right, top, right, bottom);
    svg.polygon(
        palette.top(),
        palette.line(),
        left,
        top,
        left + over,
        top - up,
        right + over,
        top - up,
        right,
        top);
    svg.polygon(
        palette.side(),
        palette.line(),
        right,
        top,
        right + over,
        top - up,
        right + over,
        bottom - up,
        right,
        bottom);
  }

  /** A bar with its number of features above. */
  void bar(double left, int features) {
    double height = Math.max(2, features * denseScale);
    double top = AXIS - height / 2;
    double right = left + BAR_WIDTH;
    svg.polygon(
        DENSE.front(),
        DENSE.line(),
        left,
        top + height,
        left,
        top,
        right,
        top,
        right,
        top + height);
    svg.text(
        left + BAR_WIDTH / 2, top - 7, 11, "fill=\"#6b6b6b\"", Svg.Anchor.MIDDLE, "" + features);
  }

  private double thickness(Shape map) {
    return Math.max(2, map.channels() * channelScale);
  }

  private double depth(Shape map) {
    return Math.max(2, map.width() * spatialScale);
  }
}
