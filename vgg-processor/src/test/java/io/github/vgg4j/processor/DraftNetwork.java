package io.github.vgg4j.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An annotated interface in the making, every value as text: starts as a random sound one in one of
 * the three notations, and may then be spoilt. {@link #source} prints it.
 */
final class DraftNetwork {
  /** How the blocks are told. */
  enum Notation {
    BLOCKS,
    CONFIG,
    PRESET
  }

  private static final List<String> PRESETS =
      List.of("VGG11", "VGG11_LRN", "VGG13", "VGG16_1X1", "VGG16", "VGG19");

  final int depth;
  final int divisor;
  final Map<String, String> arch = new LinkedHashMap<>();
  final List<Map<String, String>> blocks = new ArrayList<>();
  final Map<String, String> input = new LinkedHashMap<>();
  final Map<String, String> head = new LinkedHashMap<>();
  final Map<String, String> budget = new LinkedHashMap<>();
  final Set<String> methods = new LinkedHashSet<>();
  final List<String> labels = new ArrayList<>();
  String config = "";
  String labelsModifier = "";
  String declaration = "interface NAME {";

  DraftNetwork(Notation notation, Random random) {
    divisor = 1 + random.nextInt(notation == Notation.PRESET ? 2 : 3);
    depth = notation == Notation.PRESET ? 5 : 1 + random.nextInt(3);
    switch (notation) {
      case BLOCKS -> IntStream.range(0, depth).forEach(block -> blocks.add(block(random)));
      case CONFIG -> config = config(random);
      case PRESET -> arch.put("preset", "Preset." + PRESETS.get(random.nextInt(PRESETS.size())));
    }
    if (divisor > 1) {
      arch.put("widthDivisor", "" + divisor);
    }
    if (random.nextInt(3) == 0) {
      arch.put("batchNorm", "true");
    }
    input.put("channels", "" + (1 + random.nextInt(3)));
    input.put("height", "" + (1 << depth) * (1 + random.nextInt(3)));
    input.put("width", "" + (1 << depth) * (1 + random.nextInt(3)));
    head(random);
    if (random.nextInt(4) == 0) {
      budget.put("parameters", "\"1G\"");
      budget.put("trainingMemory", "\"900GiB\"");
      budget.put("batch", "" + (1 + random.nextInt(64)));
    }
    if (random.nextInt(3) == 0) {
      int block = 1 + random.nextInt(depth);
      methods.add("@Tap(\"block" + block + "\") NAMENetwork.Block" + block + " a(" + IMAGES + ");");
      methods.add("@Tap(\"features.0\") Tensor b(" + IMAGES + ");");
    }
  }

  static final String IMAGES = "NAMENetwork.Images images";

  private Map<String, String> block(Random random) {
    Map<String, String> block = new LinkedHashMap<>();
    int convs = 1 + random.nextInt(3);
    block.put("convs", "" + convs);
    block.put("out", "" + divisor * (1 + random.nextInt(9)));
    if (random.nextInt(4) == 0) {
      block.put("kernel", random.nextBoolean() ? "1" : list(convs, "3"));
    }
    if (random.nextInt(4) == 0) {
      block.put("pool", random.nextBoolean() ? "Pool.AVERAGE" : "Pool.MAX");
    }
    if (random.nextInt(6) == 0) {
      block.put("localResponseNorm", "true");
    }
    return block;
  }

  private String config(Random random) {
    List<String> tokens = new ArrayList<>();
    for (int block = 0; block < depth; block++) {
      String out = "" + divisor * (1 + random.nextInt(40));
      tokens.add(out);
      if (random.nextInt(6) == 0) {
        tokens.add("L");
      }
      IntStream.range(0, random.nextInt(3)).forEach(conv -> tokens.add(out + "/1"));
      tokens.add(random.nextInt(4) == 0 ? "A" : "M");
    }
    return String.join(random.nextBoolean() ? " " : ", ", tokens);
  }

  private void head(Random random) {
    head.put("hidden", list(1 + random.nextInt(2), "" + (1 + random.nextInt(50))));
    if (random.nextInt(3) == 0) {
      head.put("labels", "NAMELabels.class");
      IntStream.range(0, 2 + random.nextInt(3)).forEach(label -> labels.add("L" + label));
    } else {
      head.put("classes", "" + (2 + random.nextInt(20)));
    }
    if (random.nextInt(4) == 0) {
      head.put("pool", random.nextBoolean() ? "2" : "{3, 2}");
    }
  }

  static String list(int size, String element) {
    return IntStream.range(0, size)
        .mapToObj(index -> element)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** A member type of a class, {@code NAME} given, with a use of what is generated for it. */
  String source(String outer, String name) {
    Map<String, String> members = new LinkedHashMap<>();
    if (!blocks.isEmpty() || arch.containsKey("value")) {
      members.put(
          "value",
          blocks.stream()
              .map(block -> annotation("Block", block))
              .collect(Collectors.joining(",\n      ", "{", "}")));
    }
    members.putAll(arch);
    if (!config.isEmpty()) {
      members.put("config", "\"" + config + "\"");
    }
    members.put("input", annotation("Input", input));
    members.put("head", annotation("Head", head));
    if (!budget.isEmpty()) {
      members.put("budget", annotation("Budget", budget));
    }
    String source =
        annotation("VggArch", members)
            + ("\n" + declaration)
            + methods.stream().map(method -> "\n  " + method).collect(Collectors.joining())
            + "\n}\n"
            + (labelsModifier + "enum NAMELabels { " + String.join(", ", labels) + " }\n")
            + "static long useNAME(NAMENetwork net) { return NAMENetwork.PARAMETERS; }\n\n";
    return source.replace("NAMENetwork", outer + "_NAMENetwork").replace("NAME", name);
  }

  private static String annotation(String name, Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + " = " + member.getValue())
        .collect(Collectors.joining(", ", "@" + name + "(", ")"));
  }
}
