package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.arch.Int8Plan;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.OnednnMemory;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.RandomPlans;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the compiler says of a session's memory is what the session holds. */
class OnednnMemoryTest {

  /** Sizes of images; beyond, a session takes seconds to open. */
  static final int SIDES = 64;

  private static final OnednnEngine ENGINE = new OnednnEngine();

  // For each test: were the class aborted, nobody would see what was skipped.
  @BeforeEach
  void kernelsAreThoseOfAvx512() {
    assumeTrue(
        Cpu.instructions().contains("AVX-512"),
        "The model knows the layouts of AVX-512; this processor has " + Cpu.instructions());
  }

  @RepeatedTest(value = 40, name = "seed {currentRepetition}")
  void sessionHoldsWhatIsPredicted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = RandomPlans.plan(random, SIDES);
    List<Precision> precisions =
        ENGINE.precisions().stream().filter(one -> one != Precision.INT8).toList();
    SessionSpec spec =
        new SessionSpec(
                1 + random.nextInt(24),
                precisions.get(random.nextInt(precisions.size())),
                Normalization.UNIT,
                RandomPlans.optimizer(random),
                1)
            .gradients(RandomPlans.gradients(random));
    try (Session session = ENGINE.open(plan, spec)) {
      double held = session.deviceBytes();
      double predicted = ((OnednnMemory) ENGINE.memory(plan, spec)).sessionBytes(spec.batchSize());
      assertTrue(
          Math.abs(predicted - held) <= 0.1 * held,
          () -> "%,.0f predicted, %,.0f held by %s for %s".formatted(predicted, held, plan, spec));
    }
  }

  @RepeatedTest(value = 25, name = "seed {currentRepetition}")
  void sessionInInt8HoldsWhatIsPredicted(RepetitionInfo repetition) {
    assumeTrue(
        ENGINE.precisions().contains(Precision.INT8),
        "No int8 here: this processor has " + Cpu.instructions());
    Random random = new Random(1000 + repetition.getCurrentRepetition());
    NetworkPlan plan = RandomPlans.plan(random, SIDES);
    Map<String, Float> ranges = new HashMap<>();
    Int8Plan.of(plan).layers().forEach(layer -> ranges.put(layer.name(), 3f));
    SessionSpec spec =
        SessionSpec.inference(1 + random.nextInt(24), Precision.INT8, Normalization.UNIT)
            .calibration(new Calibration(ranges));
    try (Session session = ENGINE.open(plan, spec)) {
      double held = session.deviceBytes();
      double predicted = ((OnednnMemory) ENGINE.memory(plan, spec)).sessionBytes(spec.batchSize());
      assertTrue(
          Math.abs(predicted - held) <= 0.1 * held,
          () -> "%,.0f predicted, %,.0f held by %s for %s".formatted(predicted, held, plan, spec));
    }
  }

  @Test
  void sharesAddUp() {
    NetworkPlan plan = RandomPlans.plan(new Random(1), SIDES);
    SessionSpec spec =
        SessionSpec.training(8, Precision.F32, Normalization.UNIT, Optimizer.Adam.of(0.1), 1)
            .gradients(new Gradients(1, 2));
    MemoryModel memory = ENGINE.memory(plan, spec);
    assertEquals(
        memory.bytes(8), memory.shares(8).stream().mapToLong(MemoryModel.Share::bytes).sum());
  }
}
