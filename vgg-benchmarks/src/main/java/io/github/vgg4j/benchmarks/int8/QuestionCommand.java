package io.github.vgg4j.benchmarks.int8;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.benchmarks.compare.Machine;
import io.github.vgg4j.benchmarks.compare.Work;
import io.github.vgg4j.tensor.NativeMemory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code vgg-benchmarks/run Int8Question}: the bare forward primitives of a network in bfloat16 and
 * in int8, in turns. What the sums gain is the most that an int8 mode could gain.
 */
@Command(
    name = "Int8Question",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times oneDNN's forward primitives of a network's convolutions, pools and dense layers in"
          + " bfloat16 and in int8, in turns, and prints a Markdown table for each work.",
      "Nothing else is counted: no reorders, no quantization of the images."
    })
public final class QuestionCommand implements Callable<Integer> {
  private static final int WARM_ROUNDS = 3;
  private static final double NANOS = 1e9;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--work",
      split = ",",
      paramLabel = "W",
      defaultValue = "W1,W2,W3",
      description = "Which works of Compare. Default: ${DEFAULT-VALUE}.")
  private List<String> works = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "25",
      description = "Measured rounds; medians are told. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Override
  public Integer call() {
    List<Work> chosen = works();
    NativeMemory.liftLimits();
    for (Work work : chosen) {
      System.err.println(work.title());
      System.out.println(answer(work));
    }
    System.out.printf(
        "Measured on %s, %s. Medians of %d rounds in turns.%n",
        LocalDate.now(ZoneOffset.UTC), new Machine().description(), rounds);
    return 0;
  }

  private List<Work> works() {
    if (rounds < 1) {
      throw new ParameterException(spec.commandLine(), "--rounds must be at least 1");
    }
    try {
      return works.stream().flatMap(name -> Work.named(name).stream()).distinct().toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String answer(Work work) {
    try (Chain bf16 = new Chain(work.plan(), work.batch(), Format.BF16);
        Chain int8 = new Chain(work.plan(), work.batch(), Format.INT8)) {
      List<long[]> bf16Rounds = new ArrayList<>();
      List<long[]> int8Rounds = new ArrayList<>();
      for (int round = 0; round < WARM_ROUNDS + rounds; round++) {
        boolean bf16First = round % 2 == 0;
        long[] first = (bf16First ? bf16 : int8).run();
        long[] second = (bf16First ? int8 : bf16).run();
        if (round >= WARM_ROUNDS) {
          bf16Rounds.add(bf16First ? first : second);
          int8Rounds.add(bf16First ? second : first);
        }
      }
      String table =
          new AnswerTable(work.title(), layers(bf16, bf16Rounds, int8, int8Rounds)).text();
      return table
          + "%nReorders not counted: %d in bf16, %d in int8.%n"
              .formatted(bf16.relays(), int8.relays());
    }
  }

  private static List<LayerAnswer> layers(
      Chain bf16, List<long[]> bf16Rounds, Chain int8, List<long[]> int8Rounds) {
    List<LayerAnswer> layers = new ArrayList<>();
    for (int i = 0; i < bf16.links().size(); i++) {
      layers.add(
          new LayerAnswer(
              title(bf16.links().get(i).layer()),
              seconds(bf16Rounds, i),
              seconds(int8Rounds, i),
              bf16.links().get(i).primitive().implementation(),
              int8.links().get(i).primitive().implementation()));
    }
    return layers;
  }

  private static List<Double> seconds(List<long[]> rounds, int layer) {
    return rounds.stream().map(round -> round[layer] / NANOS).toList();
  }

  private static String title(Layer layer) {
    String kind =
        layer instanceof Layer.Conv
            ? "convolution"
            : layer instanceof Layer.Dense ? "dense" : "pool";
    return "`%s` %s, %s to %s".formatted(layer.name(), kind, layer.input(), layer.output());
  }
}
