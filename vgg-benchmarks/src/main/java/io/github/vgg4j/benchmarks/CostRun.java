package io.github.vgg4j.benchmarks;

import java.util.EnumMap;
import java.util.Map;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link ProcessorCost}: every way of compiling in turn, in several rounds, so that a machine
 * that slows down for a while slows them all. Each way has a JVM of its own in each round.
 */
final class CostRun {
  /** Times that every way comes round. */
  private final int rounds;

  CostRun(int rounds) {
    this.rounds = rounds;
  }

  /** Milliseconds of every measured compilation; progress goes to standard error. */
  Map<UserCode, Map<Way, Samples>> measure() throws RunnerException {
    Map<UserCode, Map<Way, Samples>> measured = new EnumMap<>(UserCode.class);
    for (int round = 1; round <= rounds; round++) {
      for (UserCode code : UserCode.values()) {
        System.err.printf("round %d of %d: %s%n", round, rounds, code);
        Map<Way, Samples> ways = measured.computeIfAbsent(code, any -> new EnumMap<>(Way.class));
        new Runner(options(code)).run().forEach(result -> add(result, ways));
      }
    }
    return measured;
  }

  /** Small compilations need more of them until the JIT compiler has seen all of javac. */
  private static Options options(UserCode code) {
    boolean small = code == UserCode.VGG19;
    return new OptionsBuilder()
        .include("\\." + ProcessorCost.class.getSimpleName() + "\\.")
        .param("code", code.name())
        .warmupIterations(small ? 150 : 5)
        .measurementIterations(small ? 40 : 4)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private static void add(RunResult result, Map<Way, Samples> ways) {
    Way way = Way.of(result.getPrimaryResult().getLabel());
    for (IterationResult iteration : result.getAggregatedResult().getIterationResults()) {
      ways.merge(way, Samples.of(iteration.getPrimaryResult().getScore()), Samples::and);
    }
  }
}
