package io.github.vgg4j.train;

import io.github.vgg4j.data.Dataset;
import java.util.List;
import java.util.Random;

/** 8x8 images of three kinds that a small network learns in seconds: bright left, right, noise. */
final class Stripes {

  private Stripes() {}

  static Dataset of(int images, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[images * 64];
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 3;
      for (int p = 0; p < 64; p++) {
        boolean left = p % 8 < 4;
        boolean bright = labels[i] == 0 ? left : labels[i] == 1 ? !left : random.nextBoolean();
        pixels[i * 64 + p] = (byte) ((bright ? 150 : 20) + random.nextInt(80));
      }
    }
    return Dataset.of("stripes", 1, 8, 8, List.of("left", "right", "noise"), pixels, labels);
  }
}
