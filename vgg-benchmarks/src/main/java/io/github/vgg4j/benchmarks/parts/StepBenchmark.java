package io.github.vgg4j.benchmarks.parts;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Initialization;
import io.github.vgg4j.network.Networks;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Tensor;
import java.util.Random;
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
 * One step on the onednn engine, whole, and layer by layer <em>where the layers stand</em>: between
 * their neighbours, by {@link Session#profile}. A layer alone would be another piece of work. A
 * network of one layer, like {@code Session.infer(input, first, last, output)}, takes and gives
 * plain arrays, which costs two reorders that no step makes, finds its input in no cache, and as
 * the first layer has no input gradient.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
public class StepBenchmark {
  /** So small that random labels never lead the weights astray. */
  static final double LEARNING_RATE = 1e-4;

  static final long SEED = 42;

  /** A network on the class path. */
  @Param("FashionVgg11")
  public String network = "";

  /** Images in a step. */
  @Param("64")
  public int batch;

  @Param public Precision precision = Precision.F32;

  @Param public Use use = Use.INFERENCE;

  private Opened opened = Opened.NOTHING;

  /** What a step works with. */
  record Opened(Session session, ImageBatch images, Tensor logits) {

    @SuppressWarnings("NullAway") // Replaced before anything is measured.
    static final Opened NOTHING = new Opened(null, null, null);

    /** Fresh weights, random images of the network's own size and random labels. */
    static Opened of(String network, SessionSpec spec) {
      NetworkPlan plan = Networks.named(network).plan();
      Session session = Engines.named("onednn").open(plan, spec);
      try (Parameters parameters = Parameters.initialize(plan, SEED, Initialization.HE)) {
        parameters.writeTo(session);
      }
      return new Opened(
          session, images(plan, spec.batchSize()), Tensor.zeros(spec.batchSize(), plan.classes()));
    }

    private static ImageBatch images(NetworkPlan plan, int count) {
      var input = plan.input();
      ImageBatch images = new ImageBatch(count, input.channels(), input.height(), input.width());
      byte[] bytes = new byte[count * images.imageBytes()];
      Random random = new Random(SEED);
      random.nextBytes(bytes);
      images.pixels().put(0, bytes);
      for (int i = 0; i < count; i++) {
        images.labels()[i] = random.nextInt(plan.classes());
      }
      images.count(count);
      return images;
    }

    void close() {
      session.close();
      logits.close();
    }
  }

  @Setup
  public void open() {
    opened = Opened.of(network, use.spec(batch, precision));
  }

  /**
   * A step that nobody times: meanwhile JMH's other process reads the figures of the iteration
   * before, which would take time from the first layers.
   */
  @Setup(Level.Iteration)
  public void settle() {
    whole();
  }

  @TearDown
  public void close() {
    opened.close();
  }

  /** A step with a clock between its kernels, which {@link FigureProfiler} tells layer by layer. */
  @Benchmark
  public void parts() {
    FigureProfiler.report(Figures.of(LayerTime.of(opened.session().profile(opened.images(), 1))));
  }

  /** The step as users run it, from bytes to logits, or to new weights. */
  @Benchmark
  public void whole() {
    if (use == Use.TRAINING) {
      opened.session().train(opened.images(), LEARNING_RATE, new StepResult());
    } else {
      opened.session().infer(opened.images(), opened.logits());
    }
  }
}
