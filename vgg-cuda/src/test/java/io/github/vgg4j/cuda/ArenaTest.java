package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.RandomPlans;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What a step needs at the same time never shares memory. */
final class ArenaTest {

  @RepeatedTest(value = 60, name = "seed {currentRepetition}")
  void arraysOfOneStepNeverOverlap(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = RandomPlans.plan(random, SessionMemoryTest.SIDES);
    Precision precision = random.nextBoolean() ? Precision.F32 : Precision.BF16;
    SessionSpec spec =
        SessionSpec.training(
            1 + random.nextInt(9), precision, Normalization.UNIT, Optimizer.Sgd.of(0.1), 1);
    try (HostGpu gpu = new HostGpu();
        Blocks blocks = new Blocks(gpu)) {
      Weights weights = new Weights(gpu, blocks, plan, Format.of(precision).type(), 0);
      Control control = new Control(gpu, blocks, spec.batchSize());
      StepContext context =
          new StepContext(
              weights, Use.TRAINING, spec.batchSize(), Format.of(precision), 1, control.step());
      StepBuilder.training(context, plan, control.labels(), control.result());
      List<Memory> memories =
          context.recorder().memories().stream().filter(Memory::isUsed).toList();

      long bytes = ArenaLayout.place(memories);

      for (Memory one : memories) {
        assertTrue(one.offset() >= 0 && one.offset() + one.bytes() <= bytes);
        for (Memory other : memories) {
          boolean apart =
              one.offset() + one.bytes() <= other.offset()
                  || other.offset() + other.bytes() <= one.offset();
          assertTrue(one == other || apart || !one.livesWith(other));
        }
      }
      control.close();
    }
  }
}
