package io.github.vgg4j.arch;

import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import java.util.List;
import java.util.Random;

/** Random small architectures of the whole language, all of them sound. */
final class RandomNets {
  private RandomNets() {}

  static Architecture.Builder sound(Random random) {
    int blocks = 1 + random.nextInt(6);
    int divisor = 1 + random.nextInt(3);
    int side = 1 << blocks;
    Architecture.Builder builder =
        Architecture.builder()
            .input(1 + random.nextInt(3), side + random.nextInt(64), side + random.nextInt(64))
            .widthDivisor(divisor)
            .dropout(random.nextInt(3) * 0.25)
            .hidden(random.ints(random.nextInt(3), 1, 50).toArray())
            .classes(2 + random.nextInt(20));
    for (int block = 0; block < blocks; block++) {
      builder.block(block(random, divisor * (1 + random.nextInt(30))));
    }
    if (random.nextBoolean()) {
      builder.adaptivePool(random.ints(1 + random.nextInt(2), 1, 9).toArray());
    }
    return random.nextBoolean() ? builder.batchNorm() : builder;
  }

  private static BlockSpec block(Random random, int out) {
    int convs = 1 + random.nextInt(4);
    int[] kernels =
        random.ints(random.nextBoolean() ? 1 : convs, 0, 2).map(k -> 2 * k + 1).toArray();
    BlockSpec spec =
        BlockSpec.of(convs, out)
            .kernel(kernels)
            .pool(List.of(Pool.MAX, Pool.AVERAGE, Pool.NONE).get(random.nextInt(3)))
            .batchNorm(List.of(Norm.INHERIT, Norm.YES, Norm.NO).get(random.nextInt(3)));
    return random.nextInt(4) == 0 ? spec.withLocalResponseNorm() : spec;
  }
}
