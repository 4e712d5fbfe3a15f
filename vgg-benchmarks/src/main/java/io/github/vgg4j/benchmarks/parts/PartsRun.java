package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.benchmarks.parts.Part.Amount;
import io.github.vgg4j.benchmarks.parts.Part.Unit;
import io.github.vgg4j.engine.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the benchmarks one after the other, each in a JVM of its own, and makes rows of them. */
final class PartsRun {
  private final Length length;
  private final Consumer<String> progress;

  /**
   * How long each benchmark runs.
   *
   * @param warmSteps steps before the measured ones, in which Java's compiler takes time from them
   * @param steps measured steps
   * @param seconds measured time of what is shorter than a step; half as much goes before
   */
  record Length(int warmSteps, int steps, int seconds) {
    static final Length FULL = new Length(20, 60, 10);
    static final Length QUICK = new Length(10, 5, 1);
  }

  /** A network at a batch size. */
  record Subject(String network, NetworkPlan plan, int batch, Precision precision) {}

  PartsRun(Length length, Consumer<String> progress) {
    this.length = length;
    this.progress = progress;
  }

  /** Bytes a second that the memory moves at most. */
  double peakBytes() throws RunnerException {
    progress.accept("the memory");
    RunResult result = run(brief(MemoryBenchmark.class, "add"));
    double bytes = result.getParams().getThreads() * MemoryBenchmark.BYTES_PER_THREAD;
    return seconds(result).stream().mapToDouble(one -> bytes / one).max().orElse(Double.NaN);
  }

  /** All rows of a network. */
  List<Part> parts(Subject subject) throws RunnerException {
    List<Part> parts = new ArrayList<>();
    for (Use use : Use.values()) {
      parts.addAll(layers(subject, use));
      parts.add(whole(subject, use));
    }
    for (UpdateKind kind : UpdateKind.values()) {
      parts.add(update(subject, kind));
    }
    parts.addAll(input(subject));
    return parts;
  }

  private List<Part> layers(Subject subject, Use use) throws RunnerException {
    tell(subject, use.title() + ", layer by layer");
    RunResult result = run(step(subject, use, "parts"));
    List<List<LayerTime>> steps =
        iterations(result).stream().map(one -> Figures.layerTimes(figures(one))).toList();
    return new LayerParts(subject.network(), subject.plan(), use, steps).parts();
  }

  private Part whole(Subject subject, Use use) throws RunnerException {
    tell(subject, use.title() + ", the whole step");
    return new Part(
        subject.network(),
        use.title() + ": the whole step, from bytes",
        seconds(run(step(subject, use, "whole"))),
        new Amount(subject.batch(), Unit.IMAGE));
  }

  private Part update(Subject subject, UpdateKind kind) throws RunnerException {
    tell(subject, "update by " + kind.title());
    RunResult result =
        run(
            steps(UpdateBenchmark.class, "step")
                .param("network", subject.network())
                .param("kind", kind.name()));
    List<Map<String, Double>> figures = iterations(result).stream().map(PartsRun::figures).toList();
    double weights = figures.get(0).getOrDefault(UpdateBenchmark.WEIGHTS, 0.0);
    return new Part(
        subject.network(),
        "update: %s, %,.0f weights".formatted(kind.title(), weights),
        figures.stream().map(one -> one.getOrDefault(UpdateBenchmark.SECONDS, 0.0)).toList(),
        new Amount(kind.bytesPerWeight() * weights, Unit.BYTE));
  }

  private List<Part> input(Subject subject) throws RunnerException {
    Source source = Source.of(subject.plan());
    int batch = subject.batch();
    int pass = source.passImages(batch);
    String images = "a pass over %,d images of %s, ".formatted(pass, source.title());
    return List.of(
        input(subject, "decode", 1, "decode a %s of %s".formatted(source.format(), source.title())),
        input(
            subject,
            "resize",
            batch,
            "resize and normalise %d images, %s to %s"
                .formatted(batch, source.title(), subject.plan().input())),
        input(subject, "fileOrder", pass, images + "in file order"),
        input(subject, "shuffled", pass, images + "shuffled"),
        input(
            subject,
            "augmented",
            pass,
            images
                + "shuffled, mirrored and moved by up to %d pixels"
                    .formatted(InputBenchmark.SHIFT)));
  }

  private Part input(Subject subject, String method, int images, String name)
      throws RunnerException {
    tell(subject, name);
    RunResult result =
        run(
            brief(InputBenchmark.class, method)
                .param("network", subject.network())
                .param("batch", Integer.toString(subject.batch())));
    return new Part(
        subject.network(), "input: " + name, seconds(result), new Amount(images, Unit.IMAGE));
  }

  private ChainedOptionsBuilder step(Subject subject, Use use, String method) {
    return steps(StepBenchmark.class, method)
        .param("network", subject.network())
        .param("batch", Integer.toString(subject.batch()))
        .param("precision", subject.precision().name())
        .param("use", use.name());
  }

  /** For what is measured step by step. */
  private ChainedOptionsBuilder steps(Class<?> benchmark, String method) {
    return benchmark(benchmark, method)
        .addProfiler(FigureProfiler.class)
        .warmupIterations(length.warmSteps())
        .measurementIterations(length.steps());
  }

  /** For what is so short that many are timed together: ten of them, or five where it is quick. */
  private ChainedOptionsBuilder brief(Class<?> benchmark, String method) {
    TimeValue slice = TimeValue.milliseconds(length.seconds() > 1 ? 1000 : 200);
    int slices = Math.max(5, length.seconds());
    return benchmark(benchmark, method)
        .warmupTime(slice)
        .warmupIterations(slices / 2)
        .measurementTime(slice)
        .measurementIterations(slices);
  }

  private static ChainedOptionsBuilder benchmark(Class<?> benchmark, String method) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true);
  }

  private static RunResult run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).runSingle();
  }

  private static List<IterationResult> iterations(RunResult result) {
    return List.copyOf(result.getAggregatedResult().getIterationResults());
  }

  private static List<Double> seconds(RunResult result) {
    return iterations(result).stream().map(one -> one.getPrimaryResult().getScore()).toList();
  }

  private static Map<String, Double> figures(IterationResult iteration) {
    Map<String, Double> figures = new HashMap<>();
    iteration.getSecondaryResults().forEach((name, one) -> figures.put(name, one.getScore()));
    return figures;
  }

  private void tell(Subject subject, String what) {
    progress.accept(subject.network() + ": " + what);
  }
}
