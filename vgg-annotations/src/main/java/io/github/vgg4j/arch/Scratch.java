package io.github.vgg4j.arch;

/**
 * What the widest operation of a plan needs beside its arrays, as measured on oneDNN inside ND4J: a
 * convolution reorders what it reads and writes into blocks of 16 channels.
 *
 * @param fixedNumbers whatever the batch size
 * @param numbersPerImage for each image of the batch
 */
record Scratch(long fixedNumbers, long numbersPerImage) {
  private static final int CHANNEL_BLOCK = 16;

  static Scratch of(NetworkPlan plan, boolean training) {
    long fixed = 0;
    long perImage = 0;
    for (Layer layer : plan.layers()) {
      if (layer instanceof Layer.Conv conv) {
        fixed = Math.max(fixed, (training ? 2 : 1) * conv.weight().elements());
        boolean backward = training && !Nd4jMemory.unfolds(plan, conv);
        perImage = Math.max(perImage, backward ? backward(conv) : forward(conv));
      } else if (layer instanceof Layer.LocalResponseNorm) {
        // Its sums are a convolution over the channels, both ways.
        perImage = Math.max(perImage, 2 * blocked(layer.output()));
      } else if (layer instanceof Layer.BatchNorm && training) {
        perImage = Math.max(perImage, 2 * layer.output().elements());
      }
    }
    return new Scratch(fixed, perImage);
  }

  private static long forward(Layer.Conv conv) {
    return conv.input().elements() + conv.output().elements();
  }

  /**
   * Input, output and both gradients in blocks. To few channels oneDNN goes by Winograd's F(4, 3)
   * (Lavin and Gray 2016), which reads tiles of 6x6 for each 4x4: 2.25 times the numbers.
   */
  private static long backward(Layer.Conv conv) {
    long blocked = blocked(conv.input()) + blocked(conv.output());
    long tiles = conv.output().channels() <= CHANNEL_BLOCK ? blocked / 4 * 9 : 0;
    return 2 * blocked + tiles;
  }

  private static long blocked(Shape map) {
    long blocks = (map.channels() + CHANNEL_BLOCK - 1L) / CHANNEL_BLOCK;
    return blocks * CHANNEL_BLOCK * map.height() * map.width();
  }
}
