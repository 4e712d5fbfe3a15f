package io.github.vgg4j.cuda.kernel;

import io.github.vgg4j.engine.Optimizer;
import java.util.List;

/**
 * What becomes of gradients: clipped, added up, and turned into new weights by the formulas of
 * {@link Optimizer}. Everything lies in flat float32 arrays whose length is a multiple of 4,
 * aligned to 16 bytes. What changes from step to step is read from {@code hyper}, float32 {learning
 * rate, scale of the gradients, correction 1, correction 2}, so that a recorded launch stays valid;
 * the corrections are {@code 1 / (1 - beta^t)} of Adam's moments.
 */
public final class UpdateKernels {

  private static final String FILE = "update.cu";
  private static final int CLIP_BLOCKS = 4 * 132;

  private UpdateKernels() {}

  /**
   * One step of an optimizer.
   *
   * @param slots the optimizer's arrays, as many as {@link Optimizer#slots()}
   * @param shadow receives the new weights in bfloat16; {@link Argument#NOWHERE} where nobody asks
   */
  public static KernelCall update(
      Optimizer optimizer,
      long count,
      Place weights,
      List<Place> slots,
      Place gradients,
      Place shadow,
      Place hyper) {
    checkSlots(optimizer, slots);
    long bytes = count * (12 + 8L * slots.size() + (shadow == Argument.NOWHERE ? 0 : 2));
    Launch launch = rule(optimizer).whole(fours(count)).at(weights);
    slots.forEach(launch::at);
    launch.at(gradients, shadow, hyper);
    if (optimizer instanceof Optimizer.Sgd sgd) {
      launch.real(sgd.weightDecay());
      if (sgd.momentum() > 0) {
        launch.real(sgd.momentum());
      }
    } else if (optimizer instanceof Optimizer.Adam adam) {
      moments(launch, adam.beta1(), adam.beta2(), adam.epsilon()).real(adam.weightDecay());
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      moments(launch, adam.beta1(), adam.beta2(), adam.epsilon()).real(adam.weightDecay());
    }
    return launch.over(count / 4, bytes);
  }

  /**
   * Makes the scale of the gradients in {@code hyper[1]} smaller where they are too long: it
   * becomes {@code scale * min(1, clipNorm / (norm + 1e-6))}, where {@code norm} is that of {@code
   * scale * gradients}. Squares are added up in float64.
   */
  public static List<KernelCall> clip(
      long count, double clipNorm, Place gradients, Place scratch, Place hyper) {
    int blocks = clipBlocks(count);
    KernelCall squares =
        Launch.of("clip.cu", "sum_of_squares")
            .whole(fours(count))
            .at(gradients, scratch)
            .grid(blocks, Launch.BLOCK, 4 * count);
    KernelCall scale =
        Launch.of("clip.cu", "clip_scale")
            .whole(blocks)
            .at(scratch)
            .real(clipNorm)
            .at(hyper)
            .grid(1, Launch.BLOCK, 8L * blocks);
    return List.of(squares, scale);
  }

  /** {@code sum += gradients}. */
  public static KernelCall accumulate(long count, Place gradients, Place sum) {
    return Launch.of(FILE, "accumulate")
        .whole(fours(count))
        .at(gradients, sum)
        .over(count / 4, 12 * count);
  }

  /** The weights in bfloat16. */
  public static KernelCall shadow(long count, Place weights, Place shadow) {
    fours(count);
    return ElementKernels.cast(NumberType.F32, NumberType.BF16, count, weights, shadow);
  }

  /** Bytes of scratch for {@link #clip}. */
  public static long clipScratch(long count) {
    return 8L * clipBlocks(count);
  }

  private static Launch rule(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      if (sgd.momentum() == 0) {
        return Launch.of(FILE, "sgd");
      }
      return Launch.of(
          FILE, sgd.kind() == Optimizer.Momentum.NESTEROV ? "sgd_nesterov" : "sgd_momentum");
    }
    return Launch.of(FILE, optimizer instanceof Optimizer.AdamW ? "adamw" : "adam");
  }

  /** The complements are rounded once, from float64: 1 - 0.999f in float32 is off by 5e-5 of it. */
  private static Launch moments(Launch launch, double beta1, double beta2, double epsilon) {
    return launch.real(beta1).real(1 - beta1).real(beta2).real(1 - beta2).real(epsilon);
  }

  private static void checkSlots(Optimizer optimizer, List<Place> slots) {
    if (slots.size() != optimizer.slots()) {
      throw new IllegalArgumentException(
          optimizer + " keeps " + optimizer.slots() + " arrays, but has " + slots.size());
    }
  }

  private static long fours(long count) {
    if (count % 4 != 0) {
      throw new IllegalArgumentException(
          "Flat arrays must be a multiple of 4 numbers long, but one has " + count);
    }
    return count / 4;
  }

  private static int clipBlocks(long count) {
    return Math.min(CLIP_BLOCKS, Launch.blocks(count / 4));
  }
}
