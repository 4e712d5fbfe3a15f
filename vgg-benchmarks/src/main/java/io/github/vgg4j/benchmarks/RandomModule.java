package io.github.vgg4j.benchmarks;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws the interfaces of a large module: valid networks that differ in blocks, presets, heads,
 * labels, budgets and taps. The same seed gives the same module.
 */
final class RandomModule {
  private static final String[] PRESETS = {"VGG11", "VGG11_LRN", "VGG13", "VGG16_1X1", "VGG16"};

  /** Blocks of a preset. */
  private static final int PRESET_BLOCKS = 5;

  private static final int MOST_BLOCKS = 6;
  private static final int LABEL_ENUMS = 8;

  private final Random random;
  private final UserCode.Taps taps;

  RandomModule(long seed, UserCode.Taps taps) {
    this.random = new Random(seed);
    this.taps = taps;
  }

  /** Texts of so many interfaces and of their enums, by simple name. */
  Map<String, String> files(int networks) {
    Map<String, String> files = new TreeMap<>();
    for (int number = 0; number < LABEL_ENUMS; number++) {
      files.put("Labels" + number, labels(number));
    }
    for (int number = 0; number < networks; number++) {
      String name = "Net" + number;
      files.put(name, network(name));
    }
    return files;
  }

  /** From 2 constants to 100. */
  private static String labels(int number) {
    String constants =
        IntStream.range(0, 2 + 14 * number)
            .mapToObj(label -> "LABEL" + label)
            .collect(Collectors.joining(", "));
    return "package nets;\n\npublic enum Labels" + number + " { " + constants + " }\n";
  }

  private String network(String name) {
    int blocks = 1 + random.nextInt(MOST_BLOCKS);
    String origin =
        switch (random.nextInt(4)) {
          case 0 -> "preset = Preset." + PRESETS[random.nextInt(PRESETS.length)];
          case 1 -> "config = \"" + config(blocks) + "\"";
          default -> "value = {" + blocks(blocks) + "}";
        };
    int halvings = origin.startsWith("preset") ? PRESET_BLOCKS : blocks;
    String arch =
        """
            %s,
            widthDivisor = %d,
            batchNorm = %b,
            input = @Input(channels = %d, height = %d, width = %d),
            head = @Head(hidden = {%s}, %s)%s""";
    String values =
        arch.formatted(
            origin,
            1 << random.nextInt(3),
            random.nextBoolean(),
            random.nextBoolean() ? 1 : 3,
            side(halvings),
            side(halvings),
            hidden(),
            classes(),
            budget());
    return """
        package nets;

        import io.github.vgg4j.*;
        import io.github.vgg4j.tensor.Tensor;

        @VggArch(
        %s)
        public interface %s {
        %s}
        """
        .formatted(values.stripTrailing().indent(4).stripTrailing(), name, methods(name, halvings));
  }

  private String blocks(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            block ->
                "@Block(convs = "
                    + (1 + random.nextInt(4))
                    + ", out = "
                    + channels(block)
                    + (random.nextInt(4) == 0 ? ", pool = Pool.AVERAGE)" : ")"))
        .collect(Collectors.joining(", "));
  }

  private String config(int blocks) {
    return IntStream.range(0, blocks)
        .mapToObj(block -> (channels(block) + " ").repeat(1 + random.nextInt(4)) + "M")
        .collect(Collectors.joining(" "));
  }

  /** As in the paper: twice as many after each block, up to 512. */
  private static int channels(int block) {
    return Math.min(512, 64 << block);
  }

  /** A side that can be halved so often, with 1 to 7 left. */
  private int side(int halvings) {
    return (1 + random.nextInt(7)) << halvings;
  }

  private String hidden() {
    return switch (random.nextInt(3)) {
      case 0 -> "";
      case 1 -> "512";
      default -> "4096, 4096";
    };
  }

  private String classes() {
    return random.nextBoolean()
        ? "labels = Labels" + random.nextInt(LABEL_ENUMS) + ".class"
        : "classes = " + (2 + random.nextInt(999));
  }

  private String budget() {
    return random.nextInt(4) == 0
        ? ",\n    budget = @Budget(parameters = \"1G\", trainingMemory = \"1TiB\", batch = 8)"
        : "";
  }

  /** Half of the networks are tapped; the numbers are drawn whether taps are declared or not. */
  private String methods(String name, int blocks) {
    int block = 1 + random.nextInt(blocks);
    boolean tapped = random.nextBoolean() && taps == UserCode.Taps.DECLARED;
    return tapped
        ? """
              @Tap("block%2$d")
              %1$sNetwork.Block%2$d texture(%1$sNetwork.Images images);

              @Tap("features.1")
              Tensor early(%1$sNetwork.Images images);
            """
            .formatted(name, block)
        : "";
  }
}
