package io.github.vgg4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What the compiler tells of memory is what the engine holds. */
final class Nd4jMemoryModelTest {
  private static final List<Optimizer> OPTIMIZERS =
      List.of(Optimizer.Sgd.of(0.1), Optimizer.Sgd.of(0.1).momentum(0.9), Optimizer.Adam.of(0.1));

  @RepeatedTest(value = 60, name = "seed {currentRepetition}")
  void modelAndEngineAgreeToTheByte(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = plan(random);
    int batch = 1 + random.nextInt(9);
    Optimizer optimizer = OPTIMIZERS.get(random.nextInt(OPTIMIZERS.size()));

    SessionSpec training =
        SessionSpec.training(batch, Precision.F32, Normalization.UNIT, optimizer, 1);
    SessionSpec inference = SessionSpec.inference(batch, Precision.F32, Normalization.UNIT);

    assertEquals(
        MemoryModel.training(plan, optimizer.slots()).sessionBytes(batch), held(plan, training));
    assertEquals(MemoryModel.inference(plan).sessionBytes(batch), held(plan, inference));
  }

  private static long held(NetworkPlan plan, SessionSpec spec) {
    int height = plan.input().height();
    int width = plan.input().width();
    ImageBatch images = new ImageBatch(spec.batchSize(), 1, height, width);
    images.count(spec.batchSize());
    try (Session session = new Nd4jEngine().open(plan, spec)) {
      session.evaluate(images, new StepResult());
      return session.deviceBytes();
    }
  }

  private static NetworkPlan plan(Random random) {
    int blocks = 1 + random.nextInt(3);
    int side = (1 << blocks) * (1 + random.nextInt(3));
    Architecture.Builder builder =
        Architecture.builder().input(1, side + random.nextInt(2), side).classes(2);
    for (int block = 0; block < blocks; block++) {
      builder.block(1 + random.nextInt(2), 1 + random.nextInt(40));
    }
    if (random.nextBoolean()) {
      builder.batchNorm();
    }
    return builder
        .hidden(random.ints(random.nextInt(3), 1, 64).toArray())
        .dropout(random.nextInt(2) * 0.5)
        .plan();
  }
}
