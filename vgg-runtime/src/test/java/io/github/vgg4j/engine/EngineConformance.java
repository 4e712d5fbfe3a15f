package io.github.vgg4j.engine;

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
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every engine must do, against a float64 reference: a module with an engine extends this in
 * its tests. An engine that cannot run here is skipped with its reason.
 */
public abstract class EngineConformance extends BatchConformance {

  /** Learning rate whose plain SGD step shows the gradient itself: a power of two, so exact. */
  private static final double PROBE = 1024;

  /** Every kind of layer that the other plans lack, built by hand from the records. */
  static NetworkPlan others() {
    return OtherLayers.plan();
  }

  /** Blocks that end at 1x1, where a feature map could be taken for a vector. */
  static NetworkPlan downToOne() {
    return Architecture.builder()
        .input(2, 9, 8)
        .config("4 M 5 A 6 6 M")
        .batchNorm()
        .hidden(5)
        .dropout(0)
        .classes(3)
        .plan();
  }

  /** Channels as real networks have them, for which libraries have their fastest kernels. */
  static NetworkPlan roundChannels() {
    return Architecture.builder()
        .input(3, 12, 16)
        .block(2, 32)
        .block(2, 64)
        .hidden(16)
        .dropout(0)
        .classes(3)
        .plan();
  }

  static Stream<NetworkPlan> plans() {
    return Stream.of(plain(), normalized(), others(), downToOne(), wide(), roundChannels());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyLayersOutputIsTheReferences(NetworkPlan plan) {
    Twin twin = new Twin(plan, 1, Optimizer.Sgd.of(1), 3);
    try (Session session = twin.session(engine, 5)) {
      double[] input = twin.floats(twin.batch.count());
      twin.reference.forward(input, twin.batch.count(), false);
      try (Tensor images = tensor(input, shape(twin.batch.count(), plan.layers().get(0)))) {
        for (int i = 0; i < plan.layers().size(); i++) {
          Layer last = plan.layers().get(i);
          double[] expected = twin.reference.output(i);
          try (Tensor output = Tensor.zeros(twin.batch.count(), expected.length / 3)) {
            session.infer(images, plan.layers().get(0), last, output);
            close(expected, output.toArray(), last.name());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void everyGradientIsTheReferences(NetworkPlan plan) {
    Twin twin = new Twin(plan, 2, Optimizer.Sgd.of(1), 4);
    try (Session session = twin.session(engine, 4)) {
      StepResult result = new StepResult();
      session.train(twin.batch, PROBE, result);
      session.finish();
      twin.reference.forward(twin.floats(4), 4, true);
      twin.reference.backward(twin.batch.labels());
      assertEquals(twin.reference.loss(twin.batch.labels()), result.loss(), lossTolerance());
      for (Parameter parameter : plan.parameters()) {
        if (parameter.trainable()) {
          float[] after = twin.read(session, parameter);
          double[] before = twin.reference.value(parameter.name());
          double[] expected = twin.reference.gradient(parameter.name());
          float[] gradient = new float[after.length];
          for (int i = 0; i < after.length; i++) {
            gradient[i] = (float) ((before[i] - after[i]) / PROBE);
          }
          closeness().check(expected, gradient, parameter.name(), 3e-6);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void tenStepsEndAtTheReferencesWeights(Optimizer optimizer) {
    tenSteps(plain(), optimizer);
    tenSteps(normalized(), blunted(optimizer));
  }

  private void tenSteps(NetworkPlan plan, Optimizer optimizer) {
    Twin twin = new Twin(plan, 3, optimizer, 6);
    try (Session session = twin.session(engine, 6)) {
      for (int step = 0; step < 10; step++) {
        twin.trainBoth(session, optimizer, 6 - step % 3);
      }
      twin.compareWeights(session);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomArchitecturesTrainLikeTheReference(long seed) {
    Random random = new Random(seed);
    Architecture.Builder builder =
        Architecture.builder()
            .input(1 + random.nextInt(4), 8 + random.nextInt(14), 8 + random.nextInt(14))
            .hidden(1 + random.nextInt(12))
            .dropout(random.nextInt(2) * 0.3)
            .classes(2 + random.nextInt(5));
    builder.config(randomConfig(random));
    if (random.nextBoolean()) {
      builder.adaptivePool(1 + random.nextInt(4), 1 + random.nextInt(4));
    }
    if (random.nextBoolean()) {
      builder.batchNorm();
    }
    NetworkPlan plan = builder.plan();
    Optimizer optimizer = Optimizer.Sgd.of(0.01).momentum(0.5);
    int batch = 2 + random.nextInt(7);
    Twin twin = new Twin(plan, seed, optimizer, batch);
    try (Session session = twin.session(engine, batch)) {
      for (int step = 0; step < 3; step++) {
        twin.trainBoth(session, optimizer, batch);
      }
      twin.compareWeights(session);
    }
  }

  static Stream<Arguments> fixtures() {
    NetworkPlan plain =
        Architecture.builder()
            .input(1, 13, 22)
            .block(1, 5)
            .block(2, 7)
            .hidden(12, 9)
            .dropout(0)
            .classes(4)
            .plan();
    NetworkPlan normalized =
        Architecture.builder()
            .input(3, 15, 10)
            .block(2, 6)
            .block(1, 8)
            .batchNorm()
            .hidden(11)
            .dropout(0)
            .classes(3)
            .plan();
    return Stream.of(
        Arguments.of("plain", plain, 1e-8), Arguments.of("normalized", normalized, 1e-3));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void outputsGradientsAndTenStepsArePytorchs(String name, NetworkPlan plan, double epsilon)
      throws IOException {
    Optimizer sgd = Optimizer.Sgd.of(0.02).momentum(0.9).nesterov().weightDecay(0.001);
    Optimizer adam = new Optimizer.Adam(0.003, 0.9, 0.999, epsilon, 0);
    try (PytorchFixture fixture = new PytorchFixture(name, plan)) {
      logitsAndGradients(fixture, plan);
      for (Optimizer optimizer : List.of(sgd, adam)) {
        try (Session session = fixture.session(engine, precision(), optimizer)) {
          for (int step = 0; step < 10; step++) {
            session.train(fixture.batch(), optimizer.learningRate(), new StepResult());
          }
          fixture.compare(session, optimizer.name() + "/", closeness());
        }
      }
    }
  }

  private void logitsAndGradients(PytorchFixture fixture, NetworkPlan plan) throws IOException {
    ImageBatch batch = fixture.batch();
    try (Session session = fixture.session(engine, precision(), Optimizer.Sgd.of(1));
        Tensor logits = Tensor.zeros(batch.count(), plan.classes())) {
      session.infer(batch, logits);
      close(fixture.doubles("logits"), logits.toArray(), "logits");
      StepResult result = new StepResult();
      session.train(batch, PROBE, result);
      session.finish();
      assertEquals(fixture.get("loss")[0], result.loss(), lossTolerance());
      for (Parameter parameter : plan.parameters()) {
        if (parameter.trainable()) {
          float[] before = fixture.get("weight/" + parameter.name());
          try (Tensor after = Tensor.zeros(parameter.shape())) {
            session.read(parameter, after);
            float[] gradient = after.toArray();
            for (int i = 0; i < gradient.length; i++) {
              gradient[i] = (float) ((before[i] - (double) gradient[i]) / PROBE);
            }
            String name = "gradient/" + parameter.name();
            close(fixture.doubles(name), gradient, name);
          }
        }
      }
    }
  }

  /** One to three blocks in the compact notation: 3x3 and 1x1 kernels, norms, both pools, none. */
  private static String randomConfig(Random random) {
    StringBuilder config = new StringBuilder();
    int channels = 0;
    for (int block = 1 + random.nextInt(3); block > 0; block--) {
      channels += 1 + random.nextInt(8);
      for (int conv = 0; conv <= random.nextInt(3); conv++) {
        config.append(channels).append(random.nextInt(3) == 0 ? "/1 " : " ");
        config.append(conv == 0 && random.nextInt(3) == 0 ? "L " : "");
      }
      config.append(List.of("M ", "M ", "A ", "").get(random.nextInt(4)));
    }
    return config.toString();
  }

  @Test
  void bytesGiveTheSameLogitsAsPreparedFloats() {
    Twin twin = new Twin(plain(), 5, Optimizer.Sgd.of(1), 3);
    try (Session session = twin.session(engine, 3);
        Tensor fromBytes = Tensor.zeros(3, 3);
        Tensor fromFloats = Tensor.zeros(3, 3);
        Tensor images = tensor(twin.floats(3), shape(3, plain().layers().get(0)))) {
      session.infer(twin.batch, fromBytes);
      List<Layer> layers = session.plan().layers();
      session.infer(images, layers.get(0), layers.get(layers.size() - 1), fromFloats);
      for (int i = 0; i < 9; i++) {
        assertEquals(fromFloats.toArray()[i], fromBytes.toArray()[i], lossTolerance());
      }
    }
  }

  @Test
  void evaluationLeavesWeightsAndRunningStatisticsAlone() {
    Twin twin = new Twin(normalized(), 6, Optimizer.Sgd.of(1), 4);
    try (Session session = twin.session(engine, 4)) {
      StepResult first = new StepResult();
      StepResult second = new StepResult();
      session.evaluate(twin.batch, first);
      session.evaluate(twin.batch, second);
      session.finish();
      assertEquals(first.loss(), second.loss());
      twin.reference.forward(twin.floats(4), 4, false);
      assertEquals(twin.reference.loss(twin.batch.labels()), first.loss(), lossTolerance());
      twin.compareWeights(session);
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    float[] first = trained(7);
    assertTrue(Arrays.equals(first, trained(7)));
  }

  private float[] trained(long seed) {
    Optimizer optimizer = Optimizer.Adam.of(0.01);
    Twin twin = new Twin(normalized(), seed, optimizer, 5);
    try (Session session = twin.session(engine, 5)) {
      StepResult result = new StepResult();
      for (int step = 0; step < 5; step++) {
        session.train(twin.batch, 0.01, result);
      }
      return twin.read(session, normalized().parameters().get(0));
    }
  }

  @Test
  void aRunContinuesFromItsSlotsAndStep() {
    Optimizer optimizer = Optimizer.Adam.of(0.01);
    Twin twin = new Twin(normalized(), 8, optimizer, 5);
    StepResult ignored = new StepResult();
    try (Session through = twin.session(engine, 5);
        Session resumed = twin.session(engine, 5)) {
      for (int step = 0; step < 4; step++) {
        through.train(twin.batch, 0.01, ignored);
        if (step == 1) {
          twin.copy(through, resumed, optimizer);
        }
      }
      resumed.train(twin.batch, 0.01, ignored);
      resumed.train(twin.batch, 0.01, ignored);
      for (Parameter parameter : twin.plan.parameters()) {
        assertTrue(
            Arrays.equals(twin.read(through, parameter), twin.read(resumed, parameter)),
            parameter.name());
      }
    }
  }

  @Test
  void wrongUseIsRefusedWithTheNumbers() {
    Twin twin = new Twin(plain(), 9, Optimizer.Sgd.of(1), 3);
    SessionSpec spec = SessionSpec.inference(2, precision(), Normalization.UNIT);
    try (Session session = engine.open(plain(), spec)) {
      Throwable tooMany =
          assertThrows(
              IllegalArgumentException.class, () -> session.evaluate(twin.batch, new StepResult()));
      assertEquals("A batch of 3 images does not fit a session for 1 to 2", tooMany.getMessage());
      twin.batch.count(2);
      assertThrows(
          IllegalStateException.class, () -> session.train(twin.batch, 1, new StepResult()));
      twin.batch.labels()[0] = 3;
      Throwable label =
          assertThrows(
              IllegalArgumentException.class, () -> session.evaluate(twin.batch, new StepResult()));
      assertEquals("An image has label 3, but the network has classes 0 to 2", label.getMessage());
      ImageBatch colour = new ImageBatch(1, 3, 4, 4);
      colour.count(1);
      Throwable channels =
          assertThrows(
              IllegalArgumentException.class, () -> session.evaluate(colour, new StepResult()));
      assertEquals("The images have 3 channels, but the network takes 1", channels.getMessage());
    }
  }
}
