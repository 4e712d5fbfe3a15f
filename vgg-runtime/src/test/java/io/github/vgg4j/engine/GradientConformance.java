package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of {@link EngineConformance} about gradients that are averaged and clipped. */
abstract class GradientConformance extends EngineCase {

  private static final Gradients THREE = Gradients.AS_THEY_ARE.accumulation(3);

  @ParameterizedTest
  @MethodSource("optimizers")
  void smallBatchesThatAreAccumulatedMoveTheWeightsAsOneLargeBatch(Optimizer optimizer) {
    accumulates(plain(), optimizer);
    accumulates(wide(), blunted(optimizer));
  }

  private void accumulates(NetworkPlan plan, Optimizer optimizer) {
    Twin twin = new Twin(plan, 21, optimizer, 12);
    double rate = optimizer.learningRate();
    try (Session session = twin.session(engine, 3, Gradients.AS_THEY_ARE.accumulation(4))) {
      for (int update = 0; update < 3; update++) {
        for (int from = 0; from < 12; from += 3) {
          session.train(twin.part(from, 3), rate, new StepResult());
        }
        twin.reference.forward(twin.floats(12), 12, true);
        twin.reference.backward(twin.batch.labels());
        twin.reference.update(optimizer, rate);
      }
      assertEquals(12, session.step());
      twin.compareWeights(session);
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void accumulationAndClippingEndAtTheReferencesWeights(Optimizer optimizer) {
    Optimizer used = blunted(optimizer);
    Twin twin = new Twin(normalized(), 22, used, 6);
    try (Session session = twin.session(engine, 6, THREE.clipNorm(0.3))) {
      for (int step = 0; step < 11; step++) {
        twin.trainBoth(session, used, 6 - step % 4);
      }
      twin.compareWeights(session);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 0.9, 1.1, 1000})
  void clippingShortensTheGradientWhereItIsTooLongAndOnlyThere(double share) {
    double rate = 8;
    Optimizer optimizer = Optimizer.Sgd.of(rate);
    Twin twin = new Twin(wide(), 23, optimizer, 5);
    twin.reference.forward(twin.floats(5), 5, true);
    twin.reference.backward(twin.batch.labels());
    double norm = twin.reference.gradientNorm();
    Gradients rule = Gradients.AS_THEY_ARE.clipNorm(share * norm);
    try (Session session = twin.session(engine, 5, rule)) {
      float[] before = weights(twin, session);
      twin.trainBoth(session, optimizer, 5);
      twin.compareWeights(session);
      double gone = distance(before, weights(twin, session)) / rate;
      assertEquals(norm * Math.min(1, share), gone, 20 * lossTolerance() * norm);
    }
  }

  /** Every trained weight, one after the other. */
  private static float[] weights(Twin twin, Session session) {
    FloatBuffer all = FloatBuffer.allocate((int) twin.plan.parameterCount());
    for (Parameter parameter : twin.plan.parameters()) {
      if (parameter.trainable()) {
        all.put(twin.read(session, parameter));
      }
    }
    return all.array();
  }

  private static double distance(float[] some, float[] others) {
    double squares = 0;
    for (int i = 0; i < some.length; i++) {
      squares += ((double) some[i] - others[i]) * ((double) some[i] - others[i]);
    }
    return Math.sqrt(squares);
  }

  @Test
  void weightsWaitForTheLastBatchOfAnUpdate() {
    Twin twin = new Twin(plain(), 24, Optimizer.Sgd.of(0.1), 4);
    Parameter first = twin.plan.parameters().get(0);
    try (Session session = twin.session(engine, 4, THREE)) {
      float[] before = twin.read(session, first);
      session.train(twin.batch, 0.1, new StepResult());
      session.train(twin.batch, 0.1, new StepResult());
      assertTrue(Arrays.equals(before, twin.read(session, first)));
      session.train(twin.batch, 0.1, new StepResult());
      assertTrue(!Arrays.equals(before, twin.read(session, first)));
    }
  }

  @Test
  void runThatContinuesBetweenTwoUpdatesTakesTheMeanOfWhatComes() {
    Optimizer optimizer = Optimizer.Sgd.of(0.1);
    Twin twin = new Twin(plain(), 25, optimizer, 6);
    try (Session session = twin.session(engine, 6, THREE)) {
      for (int updates = 0; updates < 2; updates++) {
        session.step(0);
        session.train(twin.part(0, 2), 0.1, new StepResult());
        session.step(5);
        session.train(twin.batch, 0.1, new StepResult());
        twin.reference.forward(twin.floats(6), 6, true);
        twin.reference.backward(twin.batch.labels());
        twin.reference.update(optimizer, 0.1);
      }
      twin.compareWeights(session);
    }
  }

  @Test
  void runningStatisticsMoveWithEveryBatch() {
    Optimizer optimizer = Optimizer.Sgd.of(0.1);
    Twin twin = new Twin(normalized(), 26, optimizer, 6);
    try (Session session = twin.session(engine, 6, THREE)) {
      for (int step = 0; step < 3; step++) {
        twin.trainBoth(session, optimizer, 6);
        StepResult result = new StepResult();
        session.evaluate(twin.batch, result);
        session.finish();
        twin.reference.forward(twin.floats(6), 6, false);
        assertEquals(twin.reference.loss(twin.batch.labels()), result.loss(), 20 * lossTolerance());
      }
    }
  }

  @Test
  void sameSeedGivesTheSameBitsWithClippedMeans() {
    assertTrue(Arrays.equals(trained(), trained()));
  }

  private float[] trained() {
    Twin twin = new Twin(wide(), 27, Optimizer.Adam.of(0.01), 5);
    try (Session session = twin.session(engine, 5, THREE.clipNorm(0.1))) {
      for (int step = 0; step < 6; step++) {
        session.train(twin.batch, 0.01, new StepResult());
      }
      return twin.read(session, twin.plan.parameters().get(2));
    }
  }
}
