package io.github.vgg4j.engine;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Networks as people train them, and how, at random: for tests of what an engine's sessions take.
 */
public final class RandomPlans {

  private RandomPlans() {}

  /**
   * Presets and random blocks of at least 16 channels: below, layouts are many and arrays small.
   *
   * @param sides how many sizes of an image there are, from 32 pixels on
   */
  public static NetworkPlan plan(Random random, int sides) {
    int side = 32 + random.nextInt(sides);
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

  /** An optimizer, or null for inference. */
  public static @Nullable Optimizer optimizer(Random random) {
    return Arrays.asList(
            Optimizer.Sgd.of(0.1),
            Optimizer.Sgd.of(0.1).weightDecay(0.1),
            Optimizer.Sgd.of(0.1).momentum(0.9),
            Optimizer.Adam.of(0.1),
            null)
        .get(random.nextInt(5));
  }

  /** Clipped or not, one batch an update or two. */
  public static Gradients gradients(Random random) {
    return new Gradients(random.nextBoolean() ? 1 : Gradients.NO_CLIPPING, 1 + random.nextInt(2));
  }
}
