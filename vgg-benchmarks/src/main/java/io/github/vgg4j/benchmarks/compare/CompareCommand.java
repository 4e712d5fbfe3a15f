package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.benchmarks.compare.Tournament.Played;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vgg-benchmarks/run Compare}: the same work on our engines and on the peers, in turns. */
@Command(
    name = "Compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs the same work on our engines and on the peers, in turns, and prints Markdown tables.",
      "Each contender has a process of its own; all idle but the one whose turn it is."
    },
    footer = {
      "",
      "Examples:",
      "  vgg-benchmarks/run Compare --quick",
      "  vgg-benchmarks/run Compare --work W1,W2 --mode train --rounds 10",
      "  vgg-benchmarks/run Compare --work W1 --contenders vgg4j-onednn-f32,libtorch-f32"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int QUICK_ROUNDS = 2;
  private static final int QUICK_STEPS = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--work",
      split = ",",
      paramLabel = "W",
      defaultValue = "W1,W2,W3,W4,W5",
      description = "Which works. Default: ${DEFAULT-VALUE}.")
  private List<String> works = List.of();

  @Option(
      names = "--mode",
      split = ",",
      paramLabel = "MODE",
      defaultValue = "train,infer",
      description = "train, infer or both. Default: ${DEFAULT-VALUE}.")
  private List<Mode> modes = List.of();

  @Option(
      names = "--contenders",
      split = ",",
      paramLabel = "NAME",
      description = "Who takes part; --list names them. Default: all.")
  private List<String> contenders = List.of();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "Turns of each contender. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Most steps in a turn; whoever would need over 5 s does fewer, W5 five times as many."
              + " Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(names = "--quick", description = "Two rounds of at most two steps, and a shorter check.")
  private boolean quick;

  @Option(
      names = "--no-check",
      negatable = false,
      description = "Do not compare the logits first, which also fills the caches for start-up.")
  private boolean unchecked;

  @Option(
      names = "--python",
      paramLabel = "PATH",
      defaultValue = "python3",
      description = "A Python that has PyTorch. Default: ${DEFAULT-VALUE}.")
  private String python = "python3";

  @Option(names = "--json", description = "Make the last line of output one JSON array.")
  private boolean json;

  @Option(names = "--list", description = "List the works and contenders, and do nothing else.")
  private boolean list;

  @Override
  public Integer call() throws IOException {
    if (list) {
      list();
      return 0;
    }
    Tournament.Programme programme = programme();
    Path folder = Files.createTempDirectory("vgg-compare");
    Machine machine = new Machine();
    machine.measurePeak();
    List<Played> played = new ArrayList<>();
    try {
      new Tournament(programme, folder, new Launch(python, folder), CompareCommand::progress)
          .play(
              match -> {
                machine.measurePeak();
                played.add(match);
                System.out.println(table(match, machine));
              });
    } catch (ContenderException e) {
      progress("The check cannot be made: " + e.getMessage());
      return 1;
    } finally {
      delete(folder);
    }
    System.out.println(head(programme, machine, played));
    if (json) {
      System.out.println(OutcomeJson.of(played, machine.peakFlops()));
    }
    return 0;
  }

  private Tournament.Programme programme() {
    try {
      List<Contender> chosen =
          contenders.isEmpty()
              ? List.of(Contender.values())
              : contenders.stream().map(Contender::named).distinct().toList();
      List<Work> checked = new ArrayList<>();
      if (!unchecked) {
        checked.add(Work.W4);
        if (!quick) {
          checked.add(Work.W1);
        }
      }
      return new Tournament.Programme(
          works.stream().flatMap(name -> Work.named(name).stream()).distinct().toList(),
          modes.stream().distinct().toList(),
          chosen,
          checked,
          quick ? new Match.Length(QUICK_ROUNDS, QUICK_STEPS) : length());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Match.Length length() {
    if (rounds < 1 || steps < 1) {
      throw new IllegalArgumentException("--rounds and --steps must be at least 1");
    }
    return new Match.Length(rounds, steps);
  }

  private static void list() {
    System.out.println("Works:");
    for (Work work : Work.values()) {
      System.out.println("  " + work.title());
    }
    System.out.println("Contenders:");
    for (Contender contender : Contender.values()) {
      System.out.printf("  %-24s %s%n", contender.label(), contender.note());
    }
  }

  private static String table(Played match, Machine machine) {
    return new ComparisonTable(match.work(), match.mode(), match.outcomes(), machine.peakFlops())
        .text();
  }

  /** What belongs above the tables; known only at the end. */
  private static String head(Tournament.Programme programme, Machine machine, List<Played> played) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Measured on %s, %s. %d rounds of at most %d steps.%n%n"
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                machine.description(),
                programme.length().rounds(),
                programme.length().steps()));
    for (Contender contender : programme.contenders()) {
      played.stream()
          .flatMap(match -> match.outcomes().stream())
          .filter(outcome -> outcome.contender() == contender && !outcome.version().isEmpty())
          .findFirst()
          .ifPresent(
              outcome ->
                  text.append(
                      "- `%s`: %s; %s%n"
                          .formatted(contender.label(), outcome.version(), contender.note())));
    }
    return text.toString();
  }

  private static void progress(String line) {
    System.err.println(line);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
