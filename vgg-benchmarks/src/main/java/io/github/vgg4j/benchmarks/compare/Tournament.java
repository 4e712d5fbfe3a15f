package io.github.vgg4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** All matches of one run: the check first, then each work in each mode. */
final class Tournament {

  /**
   * What is compared.
   *
   * @param checked works whose logits must agree before anything is timed
   */
  record Programme(
      List<Work> works,
      List<Mode> modes,
      List<Contender> contenders,
      List<Work> checked,
      Match.Length length) {}

  /** One match that was played. */
  record Played(Work work, Mode mode, List<Outcome> outcomes) {}

  private final Programme programme;
  private final Path folder;
  private final Launch launch;
  private final Consumer<String> progress;
  private final Set<Work> written = EnumSet.noneOf(Work.class);

  Tournament(Programme programme, Path folder, Launch launch, Consumer<String> progress) {
    this.programme = programme;
    this.folder = folder;
    this.launch = launch;
    this.progress = progress;
  }

  /**
   * Plays everything.
   *
   * @param afterEach told of each match as soon as it is over
   * @throws ContenderException if nothing can be checked
   */
  void play(Consumer<Played> afterEach) throws IOException, ContenderException {
    Map<Contender, String> excluded = check();
    List<Contender> fit =
        programme.contenders().stream().filter(one -> !excluded.containsKey(one)).toList();
    for (Work work : programme.works()) {
      for (Mode mode : programme.modes()) {
        if (work.has(mode)) {
          List<Contender> able = fit.stream().filter(one -> one.does(mode)).toList();
          afterEach.accept(new Played(work, mode, outcomes(work, mode, able, excluded)));
        }
      }
    }
  }

  private Map<Contender, String> check() throws IOException, ContenderException {
    Map<Contender, String> excluded = new EnumMap<>(Contender.class);
    for (Work work : programme.checked()) {
      List<Contender> left =
          programme.contenders().stream().filter(one -> !excluded.containsKey(one)).toList();
      excluded.putAll(new LogitsCheck(work, inputs(work), launch, progress).failures(left));
    }
    return excluded;
  }

  private List<Outcome> outcomes(
      Work work, Mode mode, List<Contender> fit, Map<Contender, String> excluded)
      throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    Path inputs = inputs(work);
    try (Match match = new Match(work, mode, fit, inputs, launch, programme.length(), progress)) {
      outcomes.addAll(match.play());
    }
    excluded.forEach(
        (contender, reason) -> {
          Outcome outcome = new Outcome(contender);
          outcome.fail(reason);
          outcomes.add(outcome);
        });
    return outcomes;
  }

  private Path inputs(Work work) throws IOException {
    Path inputs = folder.resolve(work.name());
    if (written.add(work)) {
      progress.accept("%s: writing weights and images".formatted(work));
      Inputs.write(work, Files.createDirectories(inputs));
    }
    return inputs;
  }
}
