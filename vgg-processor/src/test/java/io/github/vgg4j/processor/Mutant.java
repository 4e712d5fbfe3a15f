package io.github.vgg4j.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sound network, one member on each line, and what becomes of it when values are exchanged for
 * others that the compiler takes.
 *
 * @param source member types of a class
 * @param changes how many values are others
 */
record Mutant(String source, int changes) {
  private static final Pattern MEMBER =
      Pattern.compile(" +(\\w+) = (\\{[^{}]*}|\"[^\"]*\"|[^,(){}@\"]+)[,)}]*");
  private static final Pattern NESTED = Pattern.compile("(\\w+ = @(?!Block)\\w+)\\([^()]*\\)");

  private static final String REST =
      """
            input = @Input(
                channels = 1,
                height = 32,
                width = 64),
            head = @Head(
                hidden = {24, 8},
                dropout = 0.5,
                labels = NAMELabels.class,
                pool = 2),
            budget = @Budget(
                parameters = "1G",
                macs = "1T",
                trainingMemory = "900GiB",
                inferenceMemory = "900000GiB",
                batch = 4,
                optimizer = Budget.Optimizer.SGD))
        interface NAME {
          @Tap(
              value = "block2")
          Mutants_NAMENetwork.Block2 texture(Mutants_NAMENetwork.Images images);

          @Tap("features.0") Tensor early(Mutants_NAMENetwork.Images images);
        }

        enum NAMELabels { A, B, C }

        static long use(Mutants_NAMENetwork net, Mutants_NAMENetwork.Block1 features) {
          return Mutants_NAMENetwork.PARAMETERS;
        }

      """;

  /** Blocks, a config, a preset. */
  private static final List<String> BEGINNINGS =
      List.of(
          """
            @VggArch(
                value = {
                  @Block(
                      convs = 1,
                      out = 16,
                      in = 1,
                      size = {16, 32}),
                  @Block(
                      convs = 2,
                      out = 32,
                      in = 16,
                      kernel = {3, 1},
                      pool = Pool.AVERAGE,
                      localResponseNorm = true,
                      batchNorm = Norm.YES,
                      size = {8, 16})
                },
                widthDivisor = 4,
                batchNorm = false,
          """,
          """
            @VggArch(
                config = "16 16/1 M 32 L A",
                widthDivisor = 2,
          """,
          """
            @VggArch(
                preset = Preset.VGG11,
                widthDivisor = 64,
                batchNorm = true,
          """);

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "7",
          "-1",
          "100",
          "101",
          "46341",
          "65536",
          "1 << 30",
          "'a'",
          "07",
          "0x10",
          "(int) 1e9",
          "Integer.MAX_VALUE",
          "Integer.MIN_VALUE",
          "1_000",
          "+5",
          "~0");
  private static final List<String> LISTS =
      List.of("{}", "3", "{0}", "{1, 2, 3}", "{-1, 8}", "{8, 1 << 30}", "{3, 3,}");
  private static final List<String> TEXTS =
      List.of(
          "", "1", "10m", "\\n", "-1K", "9999999999999999999", "%s", "4 GiB", "1.5G", "\\u0000");
  private static final List<String> CONFIGS =
      List.of(
          "",
          "M",
          "16 M",
          "16 MP 32 M",
          "0 M 2 M",
          "9999999999 M",
          "16 32 64",
          "16/3 M 2 A",
          "L",
          "\\u00e9",
          "%s",
          "16,,M,\\t2 A",
          "2 M 2 M 2 M 2 M 2 M 2 M",
          "16 L L M",
          "16x M");
  private static final List<String> PLACES =
      List.of(
          "", "block1", "block7", "blok2", "features.1", "%s", "classifier.0", "block99999999999");

  /** Values of a member, by its name. */
  private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  static {
    VALUES.put("hidden|kernel|size", LISTS);
    VALUES.put("dropout", List.of("0", "1", "-0.0", "0.0 / 0", "1 / 0.0", "0.999999999", "'a'"));
    VALUES.put("localResponseNorm|batchNorm", List.of("true", "!true", "1 > 2"));
    VALUES.put("preset", List.of("Preset.NONE", "Preset.VGG19", "Preset.VGG11_LRN"));
    VALUES.put("optimizer", List.of("Budget.Optimizer.ADAM", "Budget.Optimizer.MOMENTUM"));
    VALUES.put("labels", List.of("Head.NoLabels.class", "Pool.class", "Thread.State.class"));
    VALUES.put("config", CONFIGS.stream().map(text -> '"' + text + '"').toList());
    VALUES.put("value", PLACES.stream().map(text -> '"' + text + '"').toList());
    VALUES.put("parameters|macs|\\w+Memory", TEXTS.stream().map(text -> '"' + text + '"').toList());
    VALUES.put("\\w+", NUMBERS);
  }

  /** A sound network, in one of the notations. */
  static Mutant sound(Random random, String name) {
    int notation = random.nextInt(8);
    String beginning = BEGINNINGS.get(notation < 4 ? 0 : notation < 7 ? 1 : 2);
    return new Mutant((beginning + REST).replace("NAME", name), 0);
  }

  /** The same with another value, or without a nested annotation. */
  Mutant mutated(Random random) {
    Matcher nested = NESTED.matcher(source);
    if (random.nextInt(8) == 0 && nested.find()) {
      long members = nested.group().lines().count() - 1;
      return new Mutant(nested.replaceFirst("$1"), changes + (int) members);
    }
    List<String> lines = new ArrayList<>(source.lines().toList());
    Matcher member;
    int line;
    do {
      line = random.nextInt(lines.size());
      member = MEMBER.matcher(lines.get(line));
    } while (!member.matches());
    String value = any(values(member.group(1), member.group(2)), random);
    lines.set(
        line,
        new StringBuilder(lines.get(line))
            .replace(member.start(2), member.end(2), value)
            .toString());
    return new Mutant(String.join("\n", lines) + "\n", changes + 1);
  }

  /** Two members have names that stand for two types each: the old value tells which. */
  private static List<String> values(String member, String old) {
    if (old.matches("[\\w.]*Pool\\.[A-Z]+")) {
      return List.of("Pool.NONE", "Pool.MAX", "io.github.vgg4j.Pool.AVERAGE");
    }
    if (old.matches("Norm\\.[A-Z]+")) {
      return List.of("Norm.NO", "Norm.INHERIT");
    }
    return VALUES.entrySet().stream()
        .filter(entry -> member.matches(entry.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
