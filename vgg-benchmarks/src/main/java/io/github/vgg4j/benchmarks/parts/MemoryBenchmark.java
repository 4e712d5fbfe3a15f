package io.github.vgg4j.benchmarks.parts;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * The most that the memory moves, for the other rows to be held against: {@code w += g} over arrays
 * that fit no cache, every core with its own. It is the kernel "sum" of STREAM (McCalpin 1995) with
 * the sum in the place of a term, as an update has it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(Threads.MAX)
@Fork(1)
public class MemoryBenchmark {
  private static final int FLOATS = 1 << 24;

  /** Two are read and one is written. */
  static final double BYTES_PER_THREAD = 3.0 * Float.BYTES * FLOATS;

  private final float[] weights = new float[FLOATS];
  private final float[] gradients = new float[FLOATS];

  @Benchmark
  public float[] add() {
    for (int i = 0; i < FLOATS; i++) {
      weights[i] += gradients[i];
    }
    return weights;
  }
}
