package io.github.vgg4j.processor;

import io.github.vgg4j.processor.DraftNetwork.Notation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The mistakes that users make in an annotation, each of which spoils a sound draft. */
final class Mistakes {
  private static final List<String> HUGE = List.of("Integer.MAX_VALUE", "1_000_000_000");
  private static final List<String> SMALL = List.of("0", "-1", "Integer.MIN_VALUE");

  private static final List<String> UNREADABLE = List.of("ten", "10 Mega", "-1", "5GBit");

  private static final List<BiConsumer<DraftNetwork, Random>> OF_BLOCKS =
      List.of(
          (draft, random) -> anyBlock(draft, random).put("in", "777"),
          (draft, random) -> anyBlock(draft, random).put("in", any(SMALL.subList(1, 3), random)),
          (draft, random) -> anyBlock(draft, random).put("convs", any(SMALL, random)),
          (draft, random) -> anyBlock(draft, random).put("convs", "101"),
          (draft, random) -> anyBlock(draft, random).put("out", any(SMALL, random)),
          (draft, random) -> anyBlock(draft, random).put("out", any(HUGE, random)),
          (draft, random) -> anyBlock(draft, random).put("kernel", "{3, 1, 3, 1, 3}"),
          (draft, random) ->
              anyBlock(draft, random).put("kernel", random.nextBoolean() ? "{}" : "5"),
          (draft, random) -> anyBlock(draft, random).put("size", "{777, 7}"),
          (draft, random) ->
              anyBlock(draft, random).put("size", any(List.of("0", "{1, 2, 3}"), random)),
          (draft, random) -> lengthen(draft, 6 + random.nextInt(20)),
          (draft, random) -> draft.arch.put("preset", "Preset.VGG13"),
          (draft, random) -> draft.config = "64 M 128 M",
          (draft, random) -> empty(draft),
          (draft, random) -> narrowOne(draft, random));

  private static final List<BiConsumer<DraftNetwork, Random>> OF_CONFIGS =
      List.of(
          (draft, random) -> draft.config = draft.config.replaceFirst("[MA]", "MP"),
          (draft, random) -> draft.config = draft.config.toLowerCase(java.util.Locale.ROOT),
          (draft, random) -> draft.config = "M " + draft.config,
          (draft, random) -> draft.config = draft.config + " L",
          (draft, random) -> draft.config = draft.config.replaceFirst("\\d+", "0"),
          (draft, random) -> draft.config = draft.config.replaceFirst("\\d+", "99999999999"),
          (draft, random) -> draft.config = draft.config.replaceFirst("(\\d+)", "$1x3"),
          (draft, random) -> draft.config = draft.config.replaceFirst("(\\d+)", "$1/7"),
          (draft, random) -> draft.config = draft.config.replaceFirst("(\\d+)", "2000000000"),
          (draft, random) -> draft.config = draft.config + " 12 M".repeat(6),
          (draft, random) -> draft.config = " ",
          (draft, random) -> draft.arch.put("widthDivisor", "" + (41 + random.nextInt(100))));

  private static final List<BiConsumer<DraftNetwork, Random>> OF_PRESETS =
      List.of(
          (draft, random) -> draft.config = "64 M",
          (draft, random) -> draft.arch.put("widthDivisor", any(List.of("3", "96", "128"), random)),
          (draft, random) -> draft.input.put("height", "" + (1 + random.nextInt(31))),
          (draft, random) ->
              draft.input.replaceAll((side, old) -> side.equals("channels") ? "3" : "20000"));

  private static final List<BiConsumer<DraftNetwork, Random>> OF_ALL =
      List.of(
          (draft, random) -> draft.arch.put("widthDivisor", any(SMALL, random)),
          (draft, random) -> draft.input.put(anyOf(draft.input, random), any(SMALL, random)),
          (draft, random) -> draft.input.put(anyOf(draft.input, random), any(HUGE, random)),
          (draft, random) -> draft.head.put("hidden", "{8, " + any(SMALL, random) + "}"),
          (draft, random) -> draft.head.put("hidden", "{" + any(HUGE, random) + ", 8}"),
          (draft, random) ->
              draft.head.put("dropout", any(List.of("1", "-0.5", "0.0 / 0"), random)),
          (draft, random) ->
              draft.head.put("pool", any(List.of("0", "{1, 2, 3}", "{2, -1}"), random)),
          (draft, random) -> draft.head.put("pool", any(HUGE, random)),
          (draft, random) -> classes(draft, any(List.of("1", "0", "-5", "1_500_000_000"), random)),
          (draft, random) -> label(draft, 2, "").put("classes", "7"),
          (draft, random) -> label(draft, random.nextInt(2), ""),
          (draft, random) -> label(draft, 2, "private "),
          (draft, random) -> draft.budget.put("parameters", "\"" + any(UNREADABLE, random) + "\""),
          (draft, random) ->
              draft.budget.put("trainingMemory", "\"" + any(UNREADABLE, random) + "\""),
          (draft, random) -> draft.budget.put("batch", any(SMALL, random)),
          (draft, random) -> draft.budget.put("parameters", "\"8\""),
          (draft, random) -> draft.budget.put("macs", "\"100\""),
          (draft, random) ->
              budget(draft, "trainingMemory", any(List.of("16KiB", "20MiB"), random)),
          (draft, random) ->
              budget(draft, "inferenceMemory", any(List.of("16KiB", "5MiB"), random)),
          (draft, random) ->
              method(draft, "@Tap(\"blok1\") Tensor NEXT(" + DraftNetwork.IMAGES + ");"),
          (draft, random) ->
              method(draft, "@Tap(\"feature.1\") Tensor NEXT(" + DraftNetwork.IMAGES + ");"),
          (draft, random) ->
              method(draft, "@Tap(\"block1\") float[] NEXT(" + DraftNetwork.IMAGES + ");"),
          (draft, random) -> method(draft, "@Tap(\"features.0\") Tensor NEXT();"),
          (draft, random) -> method(draft, "float[] NEXT(float[] pixels);"),
          (draft, random) ->
              method(draft, "NAMENetwork.Logits logit(" + DraftNetwork.IMAGES + ");"),
          (draft, random) -> method(draft, "NAMENetwork.Block1 NEXT(" + DraftNetwork.IMAGES + ");"),
          (draft, random) -> method(draft, "Tensor NEXT(" + DraftNetwork.IMAGES + ");"),
          (draft, random) -> method(draft, "int name();"),
          (draft, random) -> declare(draft, "class NAME {"),
          (draft, random) -> declare(draft, "enum NAME {"),
          (draft, random) -> declare(draft, "record NAME() {"),
          (draft, random) -> declare(draft, "interface NAME<T> {"),
          (draft, random) -> declare(draft, "interface NAME extends Runnable {"),
          (draft, random) -> declare(draft, "private interface NAME {"),
          (draft, random) ->
              declare(
                  draft,
                  "sealed interface NAME permits NAME.Only {"
                      + " final class Only implements NAME {}"));

  private Mistakes() {}

  /** How many kinds there are. */
  static int kinds() {
    return OF_BLOCKS.size() + OF_CONFIGS.size() + OF_PRESETS.size() + OF_ALL.size();
  }

  /** A draft with a mistake of one kind, counted from 0, and sometimes with another one. */
  static DraftNetwork draft(int kind, Random random) {
    int configs = OF_BLOCKS.size();
    int presets = configs + OF_CONFIGS.size();
    int all = presets + OF_PRESETS.size();
    Notation notation =
        kind < configs
            ? Notation.BLOCKS
            : kind < presets
                ? Notation.CONFIG
                : kind < all ? Notation.PRESET : any(List.of(Notation.values()), random);
    DraftNetwork draft = new DraftNetwork(notation, random);
    Stream.of(OF_BLOCKS, OF_CONFIGS, OF_PRESETS, OF_ALL)
        .flatMap(List::stream)
        .skip(kind)
        .findFirst()
        .orElseThrow()
        .accept(draft, random);
    if (random.nextInt(3) == 0) {
      any(OF_ALL, random).accept(draft, random);
    }
    return draft;
  }

  private static Map<String, String> anyBlock(DraftNetwork draft, Random random) {
    return draft.blocks.isEmpty()
        ? new HashMap<>()
        : draft.blocks.get(random.nextInt(draft.blocks.size()));
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private static String anyOf(Map<String, String> members, Random random) {
    return any(List.copyOf(members.keySet()), random);
  }

  /** Adds a method of a name that is still free. */
  private static void method(DraftNetwork draft, String method) {
    if (draft.declaration.startsWith("interface NAME")) {
      draft.methods.add(method.replace("NEXT", "m" + draft.methods.size()));
    }
  }

  /** Methods without bodies would be mistakes of their own elsewhere. */
  private static void declare(DraftNetwork draft, String declaration) {
    draft.declaration = declaration;
    if (!draft.declaration.startsWith("interface NAME")) {
      draft.methods.clear();
    }
  }

  private static void lengthen(DraftNetwork draft, int more) {
    for (int block = 0; block < more && !draft.blocks.isEmpty(); block++) {
      draft.blocks.add(new HashMap<>(Map.of("convs", "1", "out", "" + draft.divisor)));
    }
  }

  private static void empty(DraftNetwork draft) {
    draft.blocks.clear();
    draft.arch.put("value", "{}");
  }

  private static void narrowOne(DraftNetwork draft, Random random) {
    draft.arch.put("widthDivisor", "4");
    draft.blocks.forEach(block -> block.put("out", "8"));
    anyBlock(draft, random).put("out", "10");
  }

  /** Too little for this head, and for so many images too. */
  private static void budget(DraftNetwork draft, String member, String limit) {
    draft.head.put("hidden", "{3000, 500}");
    draft.budget.put(member, "\"" + limit + "\"");
    draft.budget.put("batch", "4000");
  }

  private static void classes(DraftNetwork draft, String number) {
    draft.head.remove("labels");
    draft.head.put("classes", number);
  }

  private static Map<String, String> label(DraftNetwork draft, int constants, String modifier) {
    draft.head.remove("classes");
    draft.head.put("labels", "NAMELabels.class");
    draft.labels.clear();
    for (int label = 0; label < constants; label++) {
      draft.labels.add("L" + label);
    }
    draft.labelsModifier = modifier;
    return draft.head;
  }
}
