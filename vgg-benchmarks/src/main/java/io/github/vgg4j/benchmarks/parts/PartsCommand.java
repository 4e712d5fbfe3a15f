package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.benchmarks.compare.Machine;
import io.github.vgg4j.benchmarks.compare.Work;
import io.github.vgg4j.benchmarks.parts.PartsRun.Length;
import io.github.vgg4j.benchmarks.parts.PartsRun.Subject;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Networks;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vgg-benchmarks/run Parts}: each layer, each update and the input pipeline, by JMH. */
@Command(
    name = "Parts",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures the parts of a step on the onednn engine: each layer forward and backward, an update"
          + " by each optimizer, and the input pipeline.",
      "Each measurement has a JVM of its own; progress goes to standard error, one Markdown table to"
          + " standard output."
    },
    footer = {
      "",
      "Examples:",
      "  vgg-benchmarks/run Parts --quick",
      "  vgg-benchmarks/run Parts FashionVgg11 FashionVgg11At224",
      "  vgg-benchmarks/run Parts --batch 8 --precision bf16 Vgg16"
    })
public final class PartsCommand implements Callable<Integer> {
  private static final int USUAL_BATCH = 64;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NETWORK",
      arity = "0..*",
      defaultValue = "FashionVgg11",
      description = "Networks on the class path. Default: ${DEFAULT-VALUE}.")
  private List<String> networks = List.of();

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "0",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "Images in a step. Default: as in Compare, or else " + USUAL_BATCH + ".")
  private int batch;

  @Option(
      names = "--precision",
      paramLabel = "P",
      defaultValue = "f32",
      description = "Of the layers: f32 or bf16. Default: ${DEFAULT-VALUE}.")
  private Precision precision = Precision.F32;

  @Option(names = "--quick", description = "Does everything run here? The figures say little.")
  private boolean quick;

  @Override
  public Integer call() {
    List<Subject> subjects = subjects();
    PartsRun run =
        new PartsRun(quick ? Length.QUICK : Length.FULL, line -> System.err.println(line));
    Machine machine = new Machine();
    machine.measurePeak();
    try {
      double peakBytes = run.peakBytes();
      List<Part> parts = new ArrayList<>();
      for (Subject subject : subjects) {
        parts.addAll(run.parts(subject));
      }
      double peakFlops = machine.peakFlops().getOrDefault(precision, Double.NaN);
      System.out.print(new PartsTable(parts, peakFlops, peakBytes).text());
      System.out.println(head(subjects, machine, peakBytes));
      return 0;
    } catch (RunnerException e) {
      System.err.println("A measurement failed: " + e.getMessage());
      return 1;
    }
  }

  /** What is to be measured; a wrong name or number ends the command before anything runs. */
  List<Subject> subjects() {
    try {
      if (batch < 0) {
        throw new IllegalArgumentException("--batch must be at least 1, not " + batch);
      }
      if (!Engines.named("onednn").precisions().contains(precision)) {
        throw new IllegalArgumentException(
            "The onednn engine does not compute in " + precision.label() + " here");
      }
      return networks.stream().distinct().map(this::subject).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Subject subject(String name) {
    NetworkType<?> type = Networks.named(name);
    Source.of(type.plan()); // Refuses a network that no image file suits.
    int images = batch > 0 ? batch : Work.batchOf(type.name()).orElse(USUAL_BATCH);
    return new Subject(type.name(), type.plan(), images, precision);
  }

  private String head(List<Subject> subjects, Machine machine, double peakBytes) {
    StringBuilder text = new StringBuilder("%n".formatted());
    for (Subject subject : subjects) {
      text.append("%s: batch %d, %s. ".formatted(subject.network(), subject.batch(), precision));
    }
    text.append(
        "Measured on %s, %s, the memory moves %.1f GB/s.%s"
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                machine.description(),
                peakBytes / 1e9,
                quick ? " In a hurry: these figures say little." : ""));
    return text.toString();
  }
}
