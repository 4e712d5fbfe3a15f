package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the compiler says of a session's memory is what the session holds. */
class SessionMemoryTest {
  private static final List<Precision> PRECISIONS = List.of(Precision.F32, Precision.BF16);

  @RepeatedTest(value = 40, name = "seed {currentRepetition}")
  void sessionHoldsWhatIsPredicted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = plan(random);
    SessionSpec spec =
        new SessionSpec(
                1 + random.nextInt(12),
                PRECISIONS.get(random.nextInt(PRECISIONS.size())),
                Normalization.UNIT,
                optimizer(random),
                1)
            .gradients(gradients(random));
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
    NetworkPlan plan = plan(new Random(1));
    SessionSpec spec =
        SessionSpec.training(8, Precision.F32, Normalization.UNIT, Optimizer.Adam.of(0.1), 1)
            .gradients(new Gradients(1, 2));
    MemoryModel memory = SessionMemory.of(plan, spec);
    assertEquals(
        memory.bytes(8), memory.shares(8).stream().mapToLong(MemoryModel.Share::bytes).sum());
  }

  /**
   * Presets and random blocks of at least 16 channels: below, layouts are many and arrays small.
   */
  static NetworkPlan plan(Random random) {
    int side = 32 + random.nextInt(24);
    int channels = random.nextBoolean() ? 1 : 3;
    Architecture.Builder builder = Architecture.builder().input(channels, side, side);
    if (random.nextInt(3) == 0) {
      Preset[] presets = Preset.values();
      return builder
          .preset(presets[1 + random.nextInt(presets.length - 1)])
          .widthDivisor(4)
          .adaptivePool(1 + random.nextInt(3))
          .hidden(512, 256)
          .classes(10)
          .plan();
    }
    int blocks = 1 + random.nextInt(4);
    for (int block = 0; block < blocks; block++) {
      builder.block(1 + random.nextInt(3), 16 * (1 + random.nextInt(8)));
    }
    if (random.nextBoolean()) {
      builder.batchNorm();
    }
    return builder.hidden(64 * (1 + random.nextInt(8))).dropout(0.5).classes(64).plan();
  }

  private static @Nullable Optimizer optimizer(Random random) {
    return Arrays.asList(
            Optimizer.Sgd.of(0.1),
            Optimizer.Sgd.of(0.1).weightDecay(0.1),
            Optimizer.Sgd.of(0.1).momentum(0.9),
            Optimizer.Adam.of(0.1),
            null)
        .get(random.nextInt(5));
  }

  private static Gradients gradients(Random random) {
    return new Gradients(random.nextBoolean() ? 1 : Gradients.NO_CLIPPING, 1 + random.nextInt(2));
  }
}
