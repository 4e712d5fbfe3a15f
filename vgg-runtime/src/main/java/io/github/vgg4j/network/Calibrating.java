package io.github.vgg4j.network;

import io.github.vgg4j.data.Batches;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Calibrator;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.MemoryRefusal;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.RangeRule;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Tensor;
import java.util.function.IntConsumer;

/** Passes images through a network and finds its calibration. */
final class Calibrating {

  /** Small, so that calibrating takes little more memory than inferring. */
  private static final int BATCH = 16;

  private Calibrating() {}

  static Calibration run(Network network, Dataset images, Engine engine, IntConsumer progress) {
    if (images.size() < 1) {
      throw new IllegalArgumentException(images.name() + " has no images to calibrate by");
    }
    int batchSize = Math.min(BATCH, images.size());
    SessionSpec spec = network.parameters().inference(batchSize, Precision.F32);
    MemoryRefusal.check(network.name(), network.plan(), spec, engine);
    try (Session session = engine.open(network.plan(), spec);
        Batches batches = Batches.of(images, batchSize).start()) {
      network.parameters().writeTo(session);
      Calibrator calibrator = new Calibrator(session);
      int seen = 0;
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        watch(calibrator, network, batch);
        seen += batch.count();
        progress.accept(seen);
      }
      return calibrator.calibration(RangeRule.LEAST_SQUARES);
    }
  }

  private static void watch(Calibrator calibrator, Network network, ImageBatch batch) {
    var shape = network.plan().input();
    try (Tensor prepared = Tensor.zeros(TypedTensor.shapeOf(batch.count(), shape))) {
      Resize.to(shape, batch, network.parameters().normalization()).apply(batch, prepared.buffer());
      calibrator.watch(prepared);
    }
  }
}
