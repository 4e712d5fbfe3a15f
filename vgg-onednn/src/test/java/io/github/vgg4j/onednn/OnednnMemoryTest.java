package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.Int8Plan;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.OnednnMemory;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What the compiler says of a session's memory is what the session holds. */
class OnednnMemoryTest {
  private static final OnednnEngine ENGINE = new OnednnEngine();

  @BeforeAll
  static void kernelsAreThoseOfAvx512() {
    assumeTrue(
        Cpu.instructions().contains("AVX-512"),
        "The model knows the layouts of AVX-512; this processor has " + Cpu.instructions());
  }

  @RepeatedTest(value = 40, name = "seed {currentRepetition}")
  void sessionHoldsWhatIsPredicted(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = plan(random);
    List<Precision> precisions =
        ENGINE.precisions().stream().filter(one -> one != Precision.INT8).toList();
    SessionSpec spec =
        new SessionSpec(
                1 + random.nextInt(24),
                precisions.get(random.nextInt(precisions.size())),
                Normalization.UNIT,
                optimizer(random),
                1)
            .gradients(gradients(random));
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
    NetworkPlan plan = plan(random);
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
    NetworkPlan plan = plan(new Random(1));
    SessionSpec spec =
        SessionSpec.training(8, Precision.F32, Normalization.UNIT, Optimizer.Adam.of(0.1), 1)
            .gradients(new Gradients(1, 2));
    MemoryModel memory = ENGINE.memory(plan, spec);
    assertEquals(
        memory.bytes(8), memory.shares(8).stream().mapToLong(MemoryModel.Share::bytes).sum());
  }

  /**
   * Presets and random blocks of at least 16 channels: below, layouts are many and arrays small.
   */
  private static NetworkPlan plan(Random random) {
    int side = 32 + random.nextInt(64);
    int channels = random.nextBoolean() ? 1 : 3;
    Architecture.Builder builder = Architecture.builder().input(channels, side, side);
    if (random.nextInt(3) == 0) {
      Preset[] presets =
          Arrays.stream(Preset.values()).filter(one -> one != Preset.NONE).toArray(Preset[]::new);
      return builder
          .preset(presets[random.nextInt(presets.length)])
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
