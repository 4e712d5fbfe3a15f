package io.github.vgg4j.cuda.check;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The loss of twenty training steps of the textbook network at 96x96, from the same weights, images
 * and dropout masks on two engines.
 */
final class LossCurve {

  private static final int STEPS = 20;
  private static final int BATCH = 32;
  private static final long SEED = 7;

  private LossCurve() {}

  /** By the CPU engine, one loss a line. */
  static void write(Path file) throws IOException {
    Files.write(
        file,
        losses(Engines.named("onednn"), Precision.F32).stream().map(String::valueOf).toList());
  }

  /** Prints the losses of the GPU beside those of a file. */
  static void compare(Path file) throws IOException {
    List<Double> expected = Files.readAllLines(file).stream().map(Double::valueOf).toList();
    Engine cuda = Engines.named("cuda");
    for (Precision precision : cuda.precisions()) {
      List<Double> actual = losses(cuda, precision);
      double farthest =
          IntStream.range(0, STEPS)
              .mapToDouble(i -> Math.abs(actual.get(i) - expected.get(i)))
              .max()
              .orElseThrow();
      System.out.printf(
          Locale.ROOT,
          "Loss over %d steps, %s, beside the CPU engine in f32: first %.5f and %.5f, last %.5f"
              + " and %.5f, farthest apart %.5f%n%n",
          STEPS,
          precision.label(),
          actual.get(0),
          expected.get(0),
          actual.get(STEPS - 1),
          expected.get(STEPS - 1),
          farthest);
    }
  }

  private static List<Double> losses(Engine engine, Precision precision) {
    NetworkPlan plan = Work.textbook(96);
    SessionSpec spec =
        SessionSpec.training(BATCH, precision, Normalization.UNIT, Optimizer.Sgd.of(0.02), SEED);
    List<Double> losses = new ArrayList<>();
    try (Session session = engine.open(plan, spec)) {
      List<Parameter> parameters = plan.parameters();
      for (int i = 0; i < parameters.size(); i++) {
        try (Tensor values = Tensor.zeros(parameters.get(i).shape())) {
          fill(parameters.get(i), values.buffer(), new SplittableRandom(SEED + i));
          session.write(parameters.get(i), values);
        }
      }
      ImageBatch batch = Images.random(BATCH, 1, 28, 28, 10);
      for (int step = 0; step < STEPS; step++) {
        StepResult result = new StepResult();
        session.train(batch, 0.02, result);
        losses.add(result.loss());
      }
    }
    return losses;
  }

  /** He et al. 2015, equation 10, as a uniform distribution of the same variance. */
  private static void fill(Parameter parameter, FloatBuffer values, SplittableRandom random) {
    if (parameter.role() == Parameter.Role.BIAS) {
      return;
    }
    double bound = Math.sqrt(6.0 / parameter.fanIn());
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, (float) ((2 * random.nextDouble() - 1) * bound));
    }
  }
}
