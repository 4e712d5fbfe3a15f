package io.github.vgg4j.benchmarks;

import io.github.vgg4j.benchmarks.Javac.Processing;
import io.github.vgg4j.benchmarks.UserCode.Taps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * What the annotation processor costs a warm javac, and what javac takes by itself: one operation
 * is one compilation of a {@link UserCode}. {@link #main} prints the table of docs/measurements.md.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
public class ProcessorCost {
  private static final int ROUNDS = 2;

  /** What is compiled. */
  @Param public UserCode code = UserCode.VGG19;

  private final Javac javac = new Javac();
  private final List<Path> tapless = new ArrayList<>();
  private final List<Path> declared = new ArrayList<>();
  private final List<Path> completed = new ArrayList<>();
  private Path work = Path.of("");
  private Path output = Path.of("");

  /**
   * Measures everything and prints the table; takes three to four minutes on a quiet machine.
   *
   * @param arguments the number of rounds, 2 where it is left out
   */
  public static void main(String... arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
    System.out.print(CostTable.of(new CostRun(rounds).measure()));
  }

  /** Writes what the user would, and what the processor makes of it. */
  @Setup
  public void write() throws IOException {
    work = Files.createTempDirectory("vgg-benchmarks");
    tapless.addAll(code.write(work.resolve("tapless"), Taps.LEFT_OUT));
    declared.addAll(code.write(work.resolve("declared"), Taps.DECLARED));
    Path generated = Files.createDirectory(work.resolve("generated"));
    javac.compile(declared, generated, Processing.KEPT);
    completed.addAll(declared);
    try (Stream<Path> files = Files.walk(Javac.sources(generated))) {
      completed.addAll(files.filter(Files::isRegularFile).sorted().toList());
    }
  }

  @TearDown
  public void remove() throws IOException {
    remove(work);
  }

  @Setup(Level.Invocation)
  public void makeOutput() throws IOException {
    output = Files.createDirectory(work.resolve("output"));
  }

  @TearDown(Level.Invocation)
  public void removeOutput() throws IOException {
    remove(output);
  }

  /** The interfaces alone, without a processor. */
  @Benchmark
  public void interfacesAlone() throws IOException {
    javac.compile(tapless, output, Processing.NONE);
  }

  /** The interfaces and the generated classes, as if the user had written both. */
  @Benchmark
  public void generatedByHand() throws IOException {
    javac.compile(completed, output, Processing.NONE);
  }

  /** The interfaces, from which the processor makes the classes. */
  @Benchmark
  public void processorKept() throws IOException {
    javac.compile(declared, output, Processing.KEPT);
  }

  /** The same, where each compilation loads the processor's classes. */
  @Benchmark
  public void processorLoaded() throws IOException {
    javac.compile(declared, output, Processing.LOADED);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
