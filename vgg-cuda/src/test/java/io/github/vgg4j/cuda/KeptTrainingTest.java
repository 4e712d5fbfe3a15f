package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.kernel.HostKernels;
import io.github.vgg4j.data.Augmentation;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Optimizer.Sgd;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.train.History;
import io.github.vgg4j.train.Trainer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A whole run through the trainer, with the images on the device and without. */
final class KeptTrainingTest {

  private static final long ROOM = 3L << 30;

  /** Less than must stay free beside kept images. */
  private static final long NO_ROOM = 1L << 30;

  @Test
  void aRunLearnsTheSameWhetherTheDeviceKeepsTheImagesOrNot() {
    HostKernels.orSkip();
    float[][] weights = new float[2][];
    History[] histories = new History[2];
    for (int i = 0; i < 2; i++) {
      try (Network net = stripes().create(3)) {
        histories[i] =
            Trainer.of(net)
                .engine(new HostEngine(i == 0 ? ROOM : NO_ROOM))
                .optimizer(Sgd.of(0.05).momentum(0.9))
                .augmentation(Augmentation.flipAndShift(1))
                .epochs(4)
                .batchSize(16)
                .fit(images(100, 1), images(30, 2));
        weights[i] = net.parameters().tensor("classifier.0.weight").toArray();
      }
    }
    assertArrayEquals(weights[1], weights[0]);
    for (int epoch = 0; epoch < 4; epoch++) {
      History.Epoch kept = histories[0].epochs().get(epoch);
      History.Epoch sent = histories[1].epochs().get(epoch);
      assertEquals(sent.loss(), kept.loss());
      assertEquals(sent.valLoss(), kept.valLoss());
      assertEquals(sent.valAccuracy(), kept.valAccuracy());
    }
    assertTrue(histories[0].last().valAccuracy() > 0.9, histories[0].toString());
  }

  private static NetworkType<Network> stripes() {
    NetworkPlan plan =
        Architecture.builder().input(1, 12, 12).block(1, 4).block(1, 8).hidden(8).classes(2).plan();
    return NetworkType.of(
        "Stripes", plan, List.of("lying", "standing"), parameters -> new Plain(parameters));
  }

  private static final class Plain extends Network {
    Plain(Parameters parameters) {
      super(stripes(), parameters);
    }
  }

  /** Noise with stripes that lie or stand; half as large as the network's input. */
  private static Dataset images(int count, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[count * 36];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      for (int p = 0; p < 36; p++) {
        boolean bright = (labels[i] == 0 ? p / 6 : p % 6) % 2 == 0;
        pixels[36 * i + p] = (byte) ((bright ? 160 : 0) + random.nextInt(90));
      }
    }
    return Dataset.of("stripes", 1, 6, 6, List.of("lying", "standing"), pixels, labels);
  }
}
