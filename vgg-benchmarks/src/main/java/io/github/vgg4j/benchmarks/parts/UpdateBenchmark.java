package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.benchmarks.parts.StepBenchmark.Opened;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.Normalization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One update of all weights, as a step of one image runs it: no public call updates alone, so the
 * profile of the step tells it. A step of real training goes before each, so that the update finds
 * weights, gradients and slots in memory and not in the caches, and true numbers in all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
public class UpdateBenchmark {
  /** Name of the figure: seconds of the update. */
  static final String SECONDS = "update seconds";

  /** Name of the figure: weights that it goes over. */
  static final String WEIGHTS = "update weights";

  private static final String UPDATE = "update";
  private static final String WEIGHT_GRADIENT = "weight gradient";

  /** A network on the class path. */
  @Param("FashionVgg11")
  public String network = "";

  @Param public UpdateKind kind = UpdateKind.SGD;

  private Opened opened = Opened.NOTHING;

  @Setup
  public void open() {
    opened =
        Opened.of(
            network,
            SessionSpec.training(
                1, Precision.F32, Normalization.UNIT, kind.optimizer(), StepBenchmark.SEED));
  }

  @Setup(Level.Iteration)
  public void train() {
    opened.session().train(opened.images(), StepBenchmark.LEARNING_RATE, new StepResult());
  }

  @TearDown
  public void close() {
    opened.close();
  }

  @Benchmark
  public void step() {
    List<StepTime> profile = opened.session().profile(opened.images(), 1);
    double seconds =
        profile.stream()
            .filter(time -> time.layer().equals(UPDATE))
            .mapToDouble(StepTime::seconds)
            .sum();
    FigureProfiler.report(
        Map.of(SECONDS, seconds, WEIGHTS, (double) updated(opened.session().plan(), profile)));
  }

  /**
   * Weights that the update goes over. A dense layer for which no weight gradient is computed has
   * been updated by its product already, as plain SGD does it where the layer is large.
   */
  static long updated(NetworkPlan plan, List<StepTime> profile) {
    long weights = plan.parameterCount();
    for (Layer layer : plan.layers()) {
      if (layer instanceof Layer.Dense dense && !hasGradient(dense, profile)) {
        weights -= dense.weight().elements();
      }
    }
    return weights;
  }

  private static boolean hasGradient(Layer.Dense dense, List<StepTime> profile) {
    return profile.stream()
        .anyMatch(
            time -> time.layer().equals(dense.name()) && time.work().startsWith(WEIGHT_GRADIENT));
  }
}
