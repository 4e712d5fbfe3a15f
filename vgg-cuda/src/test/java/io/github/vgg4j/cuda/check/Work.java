package io.github.vgg4j.cuda.check;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.tensor.ImageBatch;

/** A network and a batch that are measured; {@code device-check.py} has the same for PyTorch. */
enum Work {
  /** Textbook VGG-11, widths / 4. */
  G1(128) {
    @Override
    NetworkPlan plan() {
      return textbook(224);
    }
  },
  /** VGG-16. */
  G2(64) {
    @Override
    NetworkPlan plan() {
      return Architecture.builder().input(3, 224, 224).preset(Preset.VGG16).classes(1000).plan();
    }
  },
  /** The small network with batch norm. */
  G3(512) {
    @Override
    NetworkPlan plan() {
      return Architecture.builder()
          .input(1, 28, 28)
          .block(1, 32)
          .block(2, 64)
          .batchNorm()
          .hidden(256)
          .dropout(0.3)
          .classes(10)
          .plan();
    }
  };

  private final int batch;

  Work(int batch) {
    this.batch = batch;
  }

  abstract NetworkPlan plan();

  /** Images of a training step. */
  int batch() {
    return batch;
  }

  static NetworkPlan textbook(int side) {
    return Architecture.builder()
        .input(1, side, side)
        .block(1, 64)
        .block(1, 128)
        .block(2, 256)
        .block(2, 512)
        .block(2, 512)
        .widthDivisor(4)
        .hidden(4096, 4096)
        .dropout(0.5)
        .classes(10)
        .plan();
  }

  /** As they come: Fashion-MNIST's are 28x28 and grow on the device, others have their own size. */
  ImageBatch images(int count) {
    NetworkPlan plan = plan();
    boolean grey = plan.input().channels() == 1;
    int height = grey ? 28 : plan.input().height();
    int width = grey ? 28 : plan.input().width();
    return Images.random(count, plan.input().channels(), height, width, plan.classes());
  }
}
