package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.RandomPlans;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the compiler says of a session's memory is what the session holds. */
class SessionMemoryTest {

  /** Sizes of images; beyond, a session takes seconds to open. */
  static final int SIDES = 24;

  private static final List<Precision> PRECISIONS = List.of(Precision.F32, Precision.BF16);

  @RepeatedTest(value = 40, name = "seed {currentRepetition}")
  void sessionHoldsWhatIsPredicted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = RandomPlans.plan(random, SIDES);
    SessionSpec spec =
        new SessionSpec(
                1 + random.nextInt(12),
                PRECISIONS.get(random.nextInt(PRECISIONS.size())),
                Normalization.UNIT,
                RandomPlans.optimizer(random),
                1)
            .gradients(RandomPlans.gradients(random));
    HostGpu gpu = new HostGpu();
    try (Session session = CudaSession.open(gpu, plan, spec)) {
      // The bytes of the images are taken when their size is known: here the network's own.
      double held = gpu.bytesTaken() + (double) spec.batchSize() * plan.input().elements();
      double predicted = SessionMemory.of(plan, spec).bytes(spec.batchSize());
      assertTrue(
          Math.abs(predicted - held) <= 0.1 * held,
          () -> "%,.0f predicted, %,.0f held by %s for %s".formatted(predicted, held, plan, spec));
      assertEquals(gpu.bytesTaken(), session.deviceBytes());
    }
    assertEquals(0, gpu.bytesTaken());
  }

  @Test
  void sharesAddUp() {
    NetworkPlan plan = RandomPlans.plan(new Random(1), SIDES);
    SessionSpec spec =
        SessionSpec.training(8, Precision.F32, Normalization.UNIT, Optimizer.Adam.of(0.1), 1)
            .gradients(new Gradients(1, 2));
    MemoryModel memory = SessionMemory.of(plan, spec);
    assertEquals(
        memory.bytes(8), memory.shares(8).stream().mapToLong(MemoryModel.Share::bytes).sum());
  }
}
