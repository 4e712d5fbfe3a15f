package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints a plan as a table: one row for each layer, or one for each block, with output shape,
 * parameters and multiply-accumulates.
 */
public final class PlanTable {
  private static final int TEXT_COLUMNS = 2;

  private PlanTable() {}

  /** One row for each layer. Lines end with {@code \n}, the last one too. */
  public static String layers(NetworkPlan plan) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("layer", "kind", "output", "parameters", "MACs"));
    rows.add(List.of("input", "", plan.input().toString(), "", ""));
    for (Layer layer : plan.layers()) {
      Cost cost = Cost.of(List.of(layer));
      rows.add(
          List.of(
              layer.name(),
              kind(layer),
              layer.output().toString(),
              numberOrBlank(cost.parameters()),
              numberOrBlank(cost.macs())));
    }
    rows.add(total(plan, Stream.of("total", "", "")));
    return print(rows);
  }

  /** One row for each block and one for the head. Lines end with {@code \n}, the last one too. */
  public static String blocks(NetworkPlan plan) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("block", "layers", "output", "parameters", "MACs"));
    rows.add(List.of("input", "", plan.input().toString(), "", ""));
    for (int block = 1; block <= plan.blocks(); block++) {
      rows.add(group(plan, block, "block " + block));
    }
    rows.add(group(plan, 0, "head"));
    rows.add(total(plan, Stream.of("total", "", "")));
    return print(rows);
  }

  private static List<String> group(NetworkPlan plan, int block, String name) {
    List<Layer> layers = plan.layers().stream().filter(layer -> layer.block() == block).toList();
    Cost cost = Cost.of(layers);
    return List.of(
        name,
        weightLayers(layers),
        layers.get(layers.size() - 1).output().toString(),
        number(cost.parameters()),
        number(cost.macs()));
  }

  private static String weightLayers(List<Layer> layers) {
    List<String> parts = new ArrayList<>();
    long convs = count(layers, Layer.Conv.class);
    if (convs > 0) {
      boolean normed = count(layers, Layer.BatchNorm.class) > 0;
      parts.add(convs + " conv" + (normed ? " + batch norm" : ""));
    }
    if (count(layers, Layer.LocalResponseNorm.class) > 0) {
      parts.add("local response norm");
    }
    if (count(layers, Layer.MaxPool.class) > 0) {
      parts.add("pool");
    }
    if (count(layers, Layer.AvgPool.class) > 0) {
      parts.add("average pool");
    }
    if (count(layers, Layer.AdaptiveAvgPool.class) > 0) {
      parts.add("adaptive pool");
    }
    long dense = count(layers, Layer.Dense.class);
    if (dense > 0) {
      parts.add(dense + " dense");
    }
    return String.join(", ", parts);
  }

  private static long count(List<Layer> layers, Class<? extends Layer> kind) {
    return layers.stream().filter(kind::isInstance).count();
  }

  private static List<String> total(NetworkPlan plan, Stream<String> lead) {
    return Stream.concat(lead, Stream.of(number(plan.parameterCount()), number(plan.macs())))
        .toList();
  }

  /** What a layer is, in a word or two. */
  static String kind(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return "conv " + conv.kernel() + "x" + conv.kernel();
    } else if (layer instanceof Layer.BatchNorm) {
      return "batch norm";
    } else if (layer instanceof Layer.Relu) {
      return "relu";
    } else if (layer instanceof Layer.MaxPool) {
      return "max pool 2x2";
    } else if (layer instanceof Layer.AvgPool) {
      return "average pool 2x2";
    } else if (layer instanceof Layer.AdaptiveAvgPool) {
      return "adaptive average pool";
    } else if (layer instanceof Layer.LocalResponseNorm) {
      return "local response norm";
    } else if (layer instanceof Layer.Flatten) {
      return "flatten";
    } else if (layer instanceof Layer.Dense) {
      return "dense";
    } else if (layer instanceof Layer.Dropout dropout) {
      return "dropout " + dropout.rate();
    }
    throw new IllegalArgumentException("Unknown layer " + layer);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String numberOrBlank(long value) {
    return value == 0 ? "" : number(value);
  }

  private static String print(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String padding = " ".repeat(widths[column] - row.get(column).length());
        String cell = row.get(column);
        line.append(column == 0 ? "" : "  ")
            .append(column < TEXT_COLUMNS ? cell + padding : padding + cell);
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString();
  }
}
