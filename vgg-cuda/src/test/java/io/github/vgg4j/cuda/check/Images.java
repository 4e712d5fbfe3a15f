package io.github.vgg4j.cuda.check;

import io.github.vgg4j.tensor.ImageBatch;
import java.util.SplittableRandom;

/** Batches of random bytes with random labels. */
final class Images {

  private Images() {}

  static ImageBatch random(int count, int channels, int height, int width, int classes) {
    SplittableRandom random = new SplittableRandom(count);
    ImageBatch batch = new ImageBatch(count, channels, height, width);
    for (int i = 0; i < count * batch.imageBytes(); i++) {
      batch.pixels().put(i, (byte) random.nextInt());
    }
    for (int i = 0; i < count; i++) {
      batch.labels()[i] = random.nextInt(classes);
    }
    batch.count(count);
    return batch;
  }
}
