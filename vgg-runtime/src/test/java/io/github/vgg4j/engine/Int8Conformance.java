package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an engine must do that infers in int8, against the float64 reference: a module with such an
 * engine extends this in its tests.
 *
 * <p>An unsigned byte rounds to 1/510 of a layer's range, a signed one to 1/254 of a row's; sums
 * over many products average that out, so an output is off by some hundredths of its root mean
 * square.
 */
public abstract class Int8Conformance extends EngineCase {

  /** Of the root mean square of the numbers: what theirs of the differences may be. */
  private static final double TOLERANCE = 0.06;

  private static final int IMAGES = 24;

  @Override
  protected final Precision precision() {
    return Precision.INT8;
  }

  /** Seeds of random architectures: {@code -Dvgg.seed=N} tries another set. */
  static LongStream seeds() {
    return LongStream.range(0, 10).map(i -> Long.getLong("vgg.seed", 2026) + i);
  }

  static Stream<NetworkPlan> plans() {
    return Stream.of(
        plain(), normalized(), EngineConformance.others(), EngineConformance.downToOne(), wide());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyLayersOutputIsNearTheReferences(NetworkPlan plan) {
    checkLayers(plan, 1);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomArchitecturesInferLikeTheReference(long seed) {
    NetworkPlan plan = random(new Random(seed));
    checkLayers(plan, seed);
    checkWinners(plan, seed);
  }

  private void checkLayers(NetworkPlan plan, long seed) {
    Twin twin = new Twin(plan, seed, Optimizer.Sgd.of(1), IMAGES);
    double[] input = twin.floats(IMAGES);
    twin.reference.forward(input, IMAGES, false);
    Layer first = plan.layers().get(0);
    try (Session session = int8(twin, IMAGES);
        Tensor images = tensor(input, shape(IMAGES, first))) {
      for (int i = 0; i < plan.layers().size(); i++) {
        double[] expected = twin.reference.output(i);
        try (Tensor output = Tensor.zeros(IMAGES, expected.length / IMAGES)) {
          session.infer(images, first, plan.layers().get(i), output);
          Closeness.onAverage(TOLERANCE, 0)
              .check(expected, output.toArray(), plan.layers().get(i).name() + " of " + plan, 0);
        }
      }
    }
  }

  /** The largest logit is the same one where the reference's lead is more than the tolerance. */
  private void checkWinners(NetworkPlan plan, long seed) {
    Twin twin = new Twin(plan, seed, Optimizer.Sgd.of(1), IMAGES);
    double[] expected = twin.reference.forward(twin.floats(IMAGES), IMAGES, false);
    try (Session session = int8(twin, IMAGES);
        Tensor logits = Tensor.zeros(IMAGES, plan.classes())) {
      session.infer(twin.batch, logits);
      float[] actual = logits.toArray();
      double size = 0;
      for (double one : expected) {
        size += one * one / expected.length;
      }
      int clear = 0;
      for (int image = 0; image < IMAGES; image++) {
        int row = image * plan.classes();
        int winner = winner(expected, row, plan.classes());
        for (int c = 0; c < plan.classes(); c++) {
          if (expected[row + winner] - expected[row + c] > 6 * TOLERANCE * Math.sqrt(size)) {
            clear++;
            assertTrue(
                actual[row + winner] > actual[row + c],
                "image " + image + ", class " + c + " of seed " + seed);
          }
        }
      }
      assertTrue(clear > 0, "no lead is clear for seed " + seed);
    }
  }

  @Test
  void anyNumberOfImagesGivesTheSameBits() {
    NetworkPlan plan = random(new Random(5));
    Twin twin = new Twin(plan, 5, Optimizer.Sgd.of(1), 7);
    try (Session session = int8(twin, 7);
        Session again = int8(twin, 7)) {
      float[] all = logits(session, twin.batch);
      assertArrayEquals(all, logits(session, twin.batch));
      assertArrayEquals(all, logits(again, twin.batch));
      for (int image = 0; image < 7; image++) {
        float[] alone = logits(session, twin.part(image, 1));
        for (int c = 0; c < alone.length; c++) {
          assertEquals(all[image * alone.length + c], alone[c], 1e-5f * Math.abs(alone[c]));
        }
      }
    }
  }

  @Test
  void rangesOfLayersOneAfterTheOtherGiveWhatTheWholeGives() {
    NetworkPlan plan =
        Architecture.builder()
            .input(3, 12, 10)
            .block(2, 64)
            .block(1, 16)
            .hidden(20)
            .classes(5)
            .plan();
    Twin twin = new Twin(plan, 9, Optimizer.Sgd.of(1), 3);
    List<Layer> layers = plan.layers();
    try (Session session = int8(twin, 3);
        Tensor images = tensor(twin.floats(3), shape(3, layers.get(0)))) {
      float[] whole = run(session, images, layers.get(0), layers.get(layers.size() - 1));
      for (int cut = 1; cut < layers.size(); cut++) {
        Layer next = layers.get(cut);
        float[] half = run(session, images, layers.get(0), layers.get(cut - 1));
        try (Tensor middle = Tensor.of(half, shape(3, next))) {
          float[] rest = run(session, middle, next, layers.get(layers.size() - 1));
          double[] expected = new double[whole.length];
          for (int i = 0; i < whole.length; i++) {
            expected[i] = whole[i];
          }
          Closeness.onAverage(TOLERANCE, 0).check(expected, rest, "cut before " + next.name(), 0);
        }
      }
    }
  }

  @Test
  void evaluationCountsTheSameImagesRight() {
    NetworkPlan plan = random(new Random(3));
    Twin twin = new Twin(plan, 3, Optimizer.Sgd.of(1), IMAGES);
    try (Session session = int8(twin, IMAGES)) {
      StepResult result = new StepResult();
      session.evaluate(twin.batch, result);
      session.finish();
      float[] logits = logits(session, twin.batch);
      int right = 0;
      for (int image = 0; image < IMAGES; image++) {
        double[] row = new double[plan.classes()];
        for (int c = 0; c < row.length; c++) {
          row[c] = logits[image * row.length + c];
        }
        right += winner(row, 0, row.length) == twin.batch.labels()[image] ? 1 : 0;
      }
      assertEquals((double) right / IMAGES, result.accuracy());
    }
  }

  @Test
  void trainingAndAMissingOrForeignCalibrationAreRefused() {
    Throwable training =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                SessionSpec.training(
                    1, Precision.INT8, Normalization.UNIT, Optimizer.Sgd.of(1), 0));
    assertEquals(
        "int8 is for inference alone: gradients are smaller than its steps. Train in bf16 or f32,"
            + " calibrate, and infer in int8.",
        training.getMessage());
    SessionSpec none = SessionSpec.inference(1, Precision.INT8, Normalization.UNIT);
    Throwable missing =
        assertThrows(IllegalArgumentException.class, () -> engine.open(plain(), none));
    assertTrue(missing.getMessage().contains("vgg calibrate"), missing.getMessage());
    SessionSpec foreign = none.calibration(new Calibration(Map.of("features.99", 1f)));
    Throwable other =
        assertThrows(IllegalArgumentException.class, () -> engine.open(plain(), foreign));
    assertTrue(
        other.getMessage().startsWith("The calibration lacks a range for classifier.0"),
        other.getMessage());
    SessionSpec inference = none.calibration(calibration(new Twin(plain(), 1, null, 2)));
    try (Session session = engine.open(plain(), inference)) {
      ImageBatch batch = new Twin(plain(), 1, null, 1).batch;
      assertThrows(IllegalStateException.class, () -> session.train(batch, 1, new StepResult()));
    }
  }

  /** One to three blocks with enough channels for whatever an engine does to few of them. */
  private static NetworkPlan random(Random random) {
    Architecture.Builder builder =
        Architecture.builder()
            .input(1 + random.nextInt(3), 8 + random.nextInt(10), 8 + random.nextInt(10))
            .hidden(8 + random.nextInt(60))
            .dropout(random.nextInt(2) * 0.3)
            .classes(3 + random.nextInt(5));
    StringBuilder config = new StringBuilder();
    for (int block = 1 + random.nextInt(3); block > 0; block--) {
      int channels = List.of(5, 16, 32, 64, 72).get(random.nextInt(5));
      for (int conv = 0; conv <= random.nextInt(3); conv++) {
        config.append(channels).append(random.nextInt(3) == 0 ? "/1 " : " ");
        config.append(conv == 0 && random.nextInt(4) == 0 ? "L " : "");
      }
      config.append(List.of("M ", "M ", "M ", "A ", "").get(random.nextInt(5)));
    }
    builder.config(config.toString());
    if (random.nextInt(3) == 0) {
      builder.adaptivePool(1 + random.nextInt(4), 1 + random.nextInt(4));
    }
    if (random.nextBoolean()) {
      builder.batchNorm();
    }
    return builder.plan();
  }

  private Session int8(Twin twin, int batchSize) {
    SessionSpec spec =
        SessionSpec.inference(batchSize, Precision.INT8, Normalization.FASHION_MNIST)
            .calibration(calibration(twin));
    return open(twin, spec);
  }

  /** By the twin's own images, in float32. */
  private Calibration calibration(Twin twin) {
    int count = twin.batch.count();
    SessionSpec spec = SessionSpec.inference(count, Precision.F32, Normalization.FASHION_MNIST);
    try (Session session = open(twin, spec);
        Tensor images = tensor(twin.floats(count), shape(count, twin.plan.layers().get(0)))) {
      Calibrator calibrator = new Calibrator(session);
      calibrator.watch(images);
      return calibrator.calibration(RangeRule.LEAST_SQUARES);
    }
  }

  private Session open(Twin twin, SessionSpec spec) {
    Session session = engine.open(twin.plan, spec);
    for (Parameter parameter : twin.plan.parameters()) {
      int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
      try (Tensor values = tensor(twin.reference.value(parameter.name()), shape)) {
        session.write(parameter, values);
      }
    }
    return session;
  }

  private static float[] run(Session session, Tensor input, Layer first, Layer last) {
    int count = input.size(0);
    try (Tensor output = Tensor.zeros(count, Math.toIntExact(last.output().elements()))) {
      session.infer(input, first, last, output);
      return output.toArray();
    }
  }

  private static float[] logits(Session session, ImageBatch batch) {
    try (Tensor logits = Tensor.zeros(batch.count(), session.plan().classes())) {
      session.infer(batch, logits);
      return logits.toArray();
    }
  }

  private static int winner(double[] logits, int row, int classes) {
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = logits[row + c] > logits[row + best] ? c : best;
    }
    return best;
  }
}
