package io.github.vgg4j.cli.draw;

import io.github.vgg4j.Budget;
import io.github.vgg4j.arch.Cost;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.Nd4jMemory;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A plan as a picture: every feature map is a box of true proportions, its height and depth those
 * of the map, its thickness the channels; dense layers are bars as long as they have numbers. Below
 * stand what each block gives and what it costs.
 */
public final class PlanDrawing {

  private static final double LEFT = 30;
  private static final double LABELS = 92;
  private static final double GAP = 7;
  private static final double BAR_GAP = 26;
  private static final double GROUP_GAP = 24;
  private static final double NARROWEST_GROUP = 96;

  /** How wide a letter is at most on average, as a share of its size. */
  private static final double LETTER = 0.6;

  private static final double TITLE_ROW = 352;
  private static final double CONTENT_ROW = 372;
  private static final double OUTPUT_ROW = 391;
  private static final double PARAMETERS_ROW = 420;
  private static final double MEMORY_ROW = 456;
  private static final double NOTE_ROW = 496;

  private static final double TITLE_TEXT = 22;
  private static final double SUBTITLE_TEXT = 14;
  private static final double TEXT = 13;
  private static final double NOTE_TEXT = 12;
  private static final String BOLD = "font-weight=\"bold\"";
  private static final String GREY = "fill=\"#6b6b6b\"";
  private static final String DARK = "fill=\"#333333\"";
  private static final String TRACK = "#eeeeee";
  private static final String PARAMETERS_BAR = "#74b274";
  private static final String MEMORY_BAR = "#9a86d3";

  /** A stretch of layers under one caption. */
  private record Group(
      String title, List<Layer> layers, Shape output, long parameters, long memory) {}

  private final String name;
  private final NetworkPlan plan;
  private final int batch;
  private final Nd4jMemory memory;
  private final List<Group> groups = new ArrayList<>();
  private final Svg svg = new Svg();
  private final Solids solids;

  private PlanDrawing(String name, NetworkPlan plan, int batch) {
    this.name = name;
    this.plan = plan;
    this.batch = batch;
    this.memory = Nd4jMemory.training(plan, Budget.Optimizer.ADAM.slots());
    this.solids = new Solids(svg, plan);
    long input = plan.input().elements() * batch * Float.BYTES;
    groups.add(new Group("input", List.of(), plan.input(), 0, input));
    for (int block = 1; block <= plan.blocks(); block++) {
      groups.add(group("block " + block, block, plan.endOfBlock(block).output()));
    }
    groups.add(group("head", 0, Shape.vector(plan.classes())));
  }

  /**
   * The picture as an SVG document.
   *
   * @param name of the network, for the title
   * @param batch images in one step of training with Adam, for the memory
   */
  public static String svg(String name, NetworkPlan plan, int batch) {
    return new PlanDrawing(name, plan, batch).draw();
  }

  private Group group(String title, int block, Shape output) {
    List<Layer> layers = plan.layers().stream().filter(layer -> layer.block() == block).toList();
    long bytes = layers.stream().mapToLong(layer -> memory.bytesOf(layer, batch)).sum();
    return new Group(title, layers, output, Cost.of(layers).parameters(), bytes);
  }

  private String draw() {
    header();
    rowLabels();
    double x = LEFT + LABELS;
    for (Group group : groups) {
      double shapes = widthOf(group);
      double width = Math.max(NARROWEST_GROUP, Math.max(shapes, textWidth(content(group), TEXT)));
      shapes(group, x + (width - shapes) / 2);
      caption(group, x + width / 2);
      x += width + GROUP_GAP;
    }
    double texts =
        DoubleStream.of(
                textWidth(name, TITLE_TEXT),
                textWidth(subtitle(), SUBTITLE_TEXT),
                textWidth(note(), NOTE_TEXT))
            .max()
            .orElseThrow();
    double right = Math.max(x - GROUP_GAP, LEFT + texts);
    return svg.picture(right + LEFT, NOTE_ROW + 22, name);
  }

  private void header() {
    svg.text(LEFT, 42, TITLE_TEXT, BOLD, Svg.Anchor.START, name);
    svg.text(LEFT, 66, SUBTITLE_TEXT, GREY, Svg.Anchor.START, subtitle());
  }

  private String subtitle() {
    return String.format(
        Locale.ROOT,
        "%,d parameters, %s multiply-accumulates for one image; training at batch %,d needs %s",
        plan.parameterCount(),
        count(plan.macs()),
        batch,
        MemoryModel.text(memory.bytes(batch)));
  }

  private void rowLabels() {
    svg.text(LEFT, CONTENT_ROW, TEXT, GREY, Svg.Anchor.START, "layers");
    svg.text(LEFT, OUTPUT_ROW, TEXT, GREY, Svg.Anchor.START, "output");
    svg.text(LEFT, PARAMETERS_ROW, TEXT, GREY, Svg.Anchor.START, "parameters");
    svg.text(LEFT, MEMORY_ROW, TEXT, GREY, Svg.Anchor.START, "memory");
    svg.text(LEFT, NOTE_ROW, NOTE_TEXT, GREY, Svg.Anchor.START, note());
  }

  private String note() {
    long own = groups.stream().mapToLong(Group::memory).sum();
    return String.format(
        Locale.ROOT,
        "Memory: training with Adam at batch %,d on the nd4j engine; %s more serve all layers in turn: gradients of"
            + " outputs, scratch.",
        batch,
        MemoryModel.text(memory.bytes(batch) - own));
  }

  private double widthOf(Group group) {
    if (group.layers().isEmpty()) {
      return solids.width(plan.input());
    }
    double end = 0;
    double x = 0;
    for (Layer layer : group.layers()) {
      if (layer instanceof Layer.Dense) {
        end = x + Solids.BAR_WIDTH;
        x = end + BAR_GAP;
      } else if (isMap(layer)) {
        end = x + solids.width(layer.output());
        x += solids.advance(layer.output()) + GAP;
      }
    }
    return end;
  }

  private void shapes(Group group, double left) {
    double x = left;
    if (group.layers().isEmpty()) {
      solids.box(x, plan.input(), Solids.INPUT);
    }
    for (Layer layer : group.layers()) {
      if (layer instanceof Layer.Dense) {
        solids.bar(x, layer.output().channels());
        x += Solids.BAR_WIDTH + BAR_GAP;
      } else if (isMap(layer)) {
        solids.box(x, layer.output(), layer instanceof Layer.Conv ? Solids.CONV : Solids.POOL);
        x += solids.advance(layer.output()) + GAP;
      }
    }
  }

  private void caption(Group group, double middle) {
    svg.text(middle, TITLE_ROW, 14, BOLD, Svg.Anchor.MIDDLE, group.title());
    svg.text(middle, CONTENT_ROW, TEXT, DARK, Svg.Anchor.MIDDLE, content(group));
    String output = group.output().toString().replace('x', '\u00d7');
    svg.text(middle, OUTPUT_ROW, TEXT, DARK, Svg.Anchor.MIDDLE, output);
    long mostParameters = groups.stream().mapToLong(Group::parameters).max().orElse(1);
    long mostMemory = groups.stream().mapToLong(Group::memory).max().orElse(1);
    if (group.parameters() > 0) {
      double share = (double) group.parameters() / mostParameters;
      meter(middle, PARAMETERS_ROW, count(group.parameters()), share, PARAMETERS_BAR);
    }
    double share = (double) group.memory() / mostMemory;
    meter(middle, MEMORY_ROW, MemoryModel.text(group.memory()), share, MEMORY_BAR);
  }

  /** A number over a bar that shows its share of the largest in the row. */
  private void meter(double middle, double row, String number, double share, String colour) {
    double full = NARROWEST_GROUP - 16;
    svg.text(middle, row, TEXT, DARK, Svg.Anchor.MIDDLE, number);
    svg.bar(TRACK, middle - full / 2, row + 6, full, 5);
    svg.bar(colour, middle - full / 2, row + 6, Math.max(2, full * share), 5);
  }

  private static String content(Group group) {
    List<String> parts =
        Stream.of(
                counted(group, "conv", Layer.Conv.class),
                named(group, "norm", Layer.BatchNorm.class),
                named(group, "local norm", Layer.LocalResponseNorm.class),
                named(group, "pool", Layer.MaxPool.class),
                named(group, "average pool", Layer.AvgPool.class),
                named(group, "pool", Layer.AdaptiveAvgPool.class),
                counted(group, "dense", Layer.Dense.class))
            .flatMap(List::stream)
            .toList();
    return String.join(", ", parts);
  }

  private static List<String> counted(Group group, String what, Class<? extends Layer> kind) {
    long count = group.layers().stream().filter(kind::isInstance).count();
    return count == 0 ? List.of() : List.of(count + " " + what);
  }

  private static List<String> named(Group group, String what, Class<? extends Layer> kind) {
    return group.layers().stream().anyMatch(kind::isInstance) ? List.of(what) : List.of();
  }

  private static double textWidth(String text, double size) {
    return text.length() * size * LETTER;
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
