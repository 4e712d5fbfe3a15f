package io.github.vgg4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** A step keeps nothing: the process does not grow, however many there are. */
final class Nd4jMemoryTest {

  private static final NetworkPlan PLAN =
      Architecture.builder()
          .input(1, 24, 24)
          .block(1, 8)
          .block(2, 16)
          .batchNorm()
          .hidden(64)
          .dropout(0.5)
          .classes(10)
          .plan();

  @Test
  void theProcessDoesNotGrowOverTwoHundredSteps() {
    SessionSpec spec =
        SessionSpec.training(32, Precision.F32, Normalization.UNIT, Optimizer.Adam.of(0.001), 1);
    ImageBatch batch = new ImageBatch(32, 1, 24, 24);
    try (Session session = new Nd4jEngine().open(PLAN, spec)) {
      StepResult result = new StepResult();
      steps(session, batch, result, 60);
      System.gc();
      long before = Pointer.physicalBytes();
      steps(session, batch, result, 200);
      System.gc();
      long grown = Pointer.physicalBytes() - before;
      assertTrue(grown < 24L << 20, "grown by " + (grown >> 10) + " KiB");
    }
  }

  @Test
  void openingAndClosingSessionsGivesTheMemoryBack() {
    NetworkPlan large =
        Architecture.builder().input(1, 32, 32).block(1, 8).hidden(4096).classes(10).plan();
    SessionSpec spec =
        SessionSpec.training(8, Precision.F32, Normalization.UNIT, Optimizer.Sgd.of(0.1), 1);
    for (int i = 0; i < 3; i++) {
      new Nd4jEngine().open(large, spec).close();
    }
    long before = Pointer.physicalBytes();
    for (int i = 0; i < 20; i++) {
      new Nd4jEngine().open(large, spec).close();
    }
    long grown = Pointer.physicalBytes() - before;
    assertTrue(grown < 128L << 20, "grown by " + (grown >> 20) + " MiB; a session has 67 MiB");
  }

  private static void steps(Session session, ImageBatch batch, StepResult result, int count) {
    for (int i = 0; i < count; i++) {
      batch.count(i % 7 == 0 ? 20 : 32);
      session.train(batch, 0.001, result);
    }
  }
}
