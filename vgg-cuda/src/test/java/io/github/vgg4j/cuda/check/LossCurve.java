package io.github.vgg4j.cuda.check;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The loss of twenty training steps of the textbook network at 96x96, from the same weights, images
 * and dropout masks on two engines.
 */
final class LossCurve {

  private static final int STEPS = 20;
  private static final int BATCH = 32;
  private static final long SEED = 7;
  private static final double LEARNING_RATE = 0.02;

  private LossCurve() {}

  /** By the CPU engine, one loss a line. */
  static void write(Path file) throws IOException {
    Files.write(
        file,
        losses(Engines.named("onednn"), Precision.F32).stream().map(String::valueOf).toList());
  }

  /**
   * Prints the losses of the GPU beside those of a file.
   *
   * @return whether they are as close as the format allows
   */
  static boolean compare(Engine cuda, Precision precision, Path file) throws IOException {
    List<Double> expected = Files.readAllLines(file).stream().map(Double::valueOf).toList();
    return print(precision, expected, losses(cuda, precision));
  }

  static boolean print(Precision precision, List<Double> expected, List<Double> actual) {
    Report.line(
        "### Loss over %d steps, %s, beside the CPU engine in f32", STEPS, precision.label());
    Report.line("");
    Report.line("| step | cuda %s | onednn f32 | apart |%n|---|---|---|---|", precision.label());
    for (int i = 0; i < expected.size(); i++) {
      Report.line(
          "| %d | %.6f | %.6f | %.1e |",
          i + 1, actual.get(i), expected.get(i), apart(expected.get(i), actual.get(i)));
    }
    double farthest = farthest(expected, actual);
    double bound = bound(precision);
    boolean close = farthest <= bound;
    Report.line("");
    Report.line(
        "Farthest apart: %.1e of the loss, at most %.0e is allowed: %s",
        farthest, bound, close ? "passed" : "FAILED");
    Report.line("");
    return close;
  }

  /** The largest relative difference; NaN counts as the largest of all. */
  static double farthest(List<Double> expected, List<Double> actual) {
    double farthest = 0;
    for (int i = 0; i < expected.size(); i++) {
      double apart = apart(expected.get(i), actual.get(i));
      if (!(apart <= farthest)) {
        farthest = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart;
      }
    }
    return farthest;
  }

  private static double apart(double expected, double actual) {
    return Math.abs(actual - expected) / Math.abs(expected);
  }

  /**
   * A step's rounding is some units of the format's last place (2^-24, 2^-11, 2^-9 of a number),
   * and steps carry it on: a hundred units and more for float32, whose sums differ in order alone,
   * some twenty for the others.
   */
  private static double bound(Precision precision) {
    return switch (precision) {
      case F32 -> 1e-3;
      case TF32 -> 1e-2;
      case BF16, INT8 -> 5e-2;
    };
  }

  private static List<Double> losses(Engine engine, Precision precision) {
    NetworkPlan plan = Work.textbook(96);
    SessionSpec spec =
        SessionSpec.training(
            BATCH, precision, Normalization.UNIT, Optimizer.Sgd.of(LEARNING_RATE), SEED);
    List<Double> losses = new ArrayList<>();
    try (Session session = engine.open(plan, spec)) {
      StartingWeights.write(session, SEED);
      ImageBatch batch = Images.random(BATCH, 1, 28, 28, 10);
      for (int step = 0; step < STEPS; step++) {
        StepResult result = new StepResult();
        session.train(batch, LEARNING_RATE, result);
        session.finish();
        losses.add(result.loss());
      }
    }
    return losses;
  }
}
