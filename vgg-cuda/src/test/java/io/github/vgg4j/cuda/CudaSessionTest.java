package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.driver.OutOfDeviceMemoryException;
import io.github.vgg4j.cuda.kernel.HostKernels;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.ImageSet;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How a session uses its device: launches, graphs, memory. */
final class CudaSessionTest {

  private static final int BATCH = 4;

  private final HostGpu gpu = new HostGpu();
  private final StepResult result = new StepResult();

  @Test
  void runsItsStepsOneByOneTwiceAndAsOneGraphFromThenOn() {
    HostKernels.orSkip();
    try (CudaSession session = CudaSession.open(gpu, plan(), training())) {
      ImageBatch batch = batch(BATCH);
      session.train(batch, 0.1, result);
      session.train(batch, 0.1, result);
      assertEquals(0, gpu.graphs());
      session.train(batch, 0.1, result);
      assertEquals(1, gpu.graphs());

      int before = gpu.launches();
      session.train(batch, 0.1, result);

      // The images are prepared, then the graph runs.
      assertEquals(2, gpu.launches() - before);
      assertEquals(1, gpu.graphs());
      assertEquals(4, session.step());
      session.finish();
      assertEquals(4 * BATCH, result.images());
      assertTrue(Double.isFinite(result.loss()));
    }
  }

  @Test
  void searchesForTheFastestKernelsOnlyWhereTheyRunOften() {
    HostKernels.orSkip();
    try (CudaSession session = CudaSession.open(gpu, plan(), training());
        Tensor logits = Tensor.zeros(BATCH, 3)) {
      assertEquals(EnumSet.of(Effort.BEST), gpu.efforts());
      session.train(batch(BATCH - 1), 0.1, result);
      assertEquals(EnumSet.of(Effort.QUICK), gpu.efforts());
      session.evaluate(batch(BATCH), result);
      assertEquals(EnumSet.of(Effort.BEST), gpu.efforts());
      session.evaluate(batch(1), result);
      assertEquals(EnumSet.of(Effort.QUICK), gpu.efforts());
      session.infer(batch(1), logits);
      assertEquals(EnumSet.of(Effort.BEST), gpu.efforts());
    }
  }

  @Test
  void looksAtAStepsOutcomeWhenTheNextOneHasBeenAskedFor() {
    HostKernels.orSkip();
    try (CudaSession session = CudaSession.open(gpu, plan(), training())) {
      ImageBatch batch = batch(BATCH);
      session.train(batch, 0.1, result);
      assertEquals(0, result.batches());
      session.train(batch, 0.1, result);
      assertEquals(1, result.batches());
      double first = result.loss();
      StepResult evaluated = new StepResult();
      session.evaluate(batch, evaluated);
      assertEquals(2, result.batches());
      assertEquals(0, evaluated.batches());
      session.finish();
      assertEquals(2, result.batches());
      assertEquals(1, evaluated.batches());
      assertTrue(evaluated.loss() < first, () -> evaluated.loss() + " after " + first);
    }
  }

  @Test
  void keepsImagesAsLongAsThereIsRoom() {
    HostKernels.orSkip();
    Dataset images = images(10);
    HostGpu large = new HostGpu(3L << 30);
    try (CudaSession session = CudaSession.open(large, plan(), training())) {
      long before = session.deviceBytes();
      assertTrue(session.keep(images));
      assertTrue(session.keep(images));
      // The images, and for a batch which of them, mirrored or not, moved down and right.
      assertEquals(before + 10 * 48 + BATCH * 4 * 4, session.deviceBytes());
      ImageBatch batch = ImageBatch.ofNumbers(1, images);
      batch.count(1);
      batch.numbers()[0] = 10;
      assertEquals(
          "A batch names image 10, but there are images 0 to 9",
          assertThrows(IllegalArgumentException.class, () -> session.train(batch, 0.1, result))
              .getMessage());
      ImageBatch others = ImageBatch.ofNumbers(1, images(3));
      others.count(1);
      assertEquals(
          "The batch has numbers of images of 3 images, which this session does not keep; keep"
              + " them first",
          assertThrows(IllegalArgumentException.class, () -> session.train(others, 0.1, result))
              .getMessage());
    }
    HostGpu small = new HostGpu(1L << 30);
    try (CudaSession session = CudaSession.open(small, plan(), training())) {
      long before = session.deviceBytes();
      assertFalse(session.keep(images));
      assertEquals(before, session.deviceBytes());
    }
    assertEquals(0, small.bytesTaken());
  }

  @Test
  void aSetThatCannotBeReadLeavesNothing() {
    HostGpu large = new HostGpu(3L << 30);
    try (CudaSession session = CudaSession.open(large, plan(), training())) {
      session.keep(images(1));
      long before = session.deviceBytes();
      IllegalStateException failure = new IllegalStateException("image 7 is gone");
      Dataset broken = images(10);
      assertSame(
          failure,
          assertThrows(
              IllegalStateException.class, () -> session.keep(new Broken(broken, 7, failure))));
      assertEquals(before, session.deviceBytes());
    }
  }

  /** Images of which one cannot be read. */
  private record Broken(Dataset images, int gone, RuntimeException failure) implements ImageSet {
    @Override
    public int size() {
      return images.size();
    }

    @Override
    public int channels() {
      return images.channels();
    }

    @Override
    public int height() {
      return images.height();
    }

    @Override
    public int width() {
      return images.width();
    }

    @Override
    public String name() {
      return images.name();
    }

    @Override
    public void copyImage(int i, ByteBuffer target, int offset) {
      if (i == gone) {
        throw failure;
      }
      images.copyImage(i, target, offset);
    }
  }

  @Test
  void imagesOfEverySizeTakeTheRoomOfTheLargest() {
    HostKernels.orSkip();
    SessionSpec spec = SessionSpec.inference(1, Precision.F32, Normalization.UNIT);
    try (CudaSession session = CudaSession.open(gpu, plan(), spec);
        Tensor logits = Tensor.zeros(1, 3)) {
      session.infer(image(9, 11), logits);
      long before = session.deviceBytes();
      float first = logits.buffer().get(0);
      for (int side = 1; side < 10; side++) {
        session.infer(image(side, 11), logits);
      }
      session.infer(image(9, 11), logits);
      assertEquals(before, session.deviceBytes());
      assertEquals(first, logits.buffer().get(0));
    }
  }

  private static ImageBatch image(int height, int width) {
    ImageBatch batch = new ImageBatch(1, 1, height, width);
    for (int i = 0; i < height * width; i++) {
      batch.pixels().put(i, (byte) (i * 31));
    }
    batch.count(1);
    return batch;
  }

  private static Dataset images(int count) {
    byte[] pixels = new byte[count * 48];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37);
    }
    return Dataset.of(count + " images", 1, 6, 8, List.of("a", "b", "c"), pixels, new int[count]);
  }

  @Test
  void servesEveryNumberOfImagesWithFewPrograms() {
    HostKernels.orSkip();
    SessionSpec spec = SessionSpec.inference(7, Precision.F32, Normalization.UNIT);
    try (CudaSession session = CudaSession.open(gpu, plan(), spec);
        Tensor whole = Tensor.zeros(7, 3);
        Tensor alone = Tensor.zeros(7, 3)) {
      session.infer(batch(7), whole);
      for (int count = 1; count < 7; count++) {
        session.infer(batch(count), alone);
        for (int i = 0; i < 3 * count; i++) {
          assertEquals(whole.buffer().get(i), alone.buffer().get(i));
        }
      }
    }
  }

  @Test
  void givesAllBackWhereMemoryEnds() {
    long needed;
    try (CudaSession session = CudaSession.open(gpu, plan(), training())) {
      needed = gpu.bytesTaken();
      assertEquals(needed, session.deviceBytes());
    }
    assertEquals(0, gpu.bytesTaken());
    // Every prefix of what it takes: the failure may come at any allocation.
    LongStream.of(0, 100, needed / 3, needed / 2, needed - 1)
        .forEach(
            capacity -> {
              HostGpu small = new HostGpu(capacity);
              assertThrows(
                  OutOfDeviceMemoryException.class,
                  () -> CudaSession.open(small, plan(), training()));
              assertEquals(0, small.bytesTaken());
            });
  }

  @Test
  void profileNamesEveryPartOfAStep() {
    HostKernels.orSkip();
    try (CudaSession session = CudaSession.open(gpu, plan(), training())) {
      List<StepTime> times = session.profile(batch(BATCH), 2);
      assertEquals(
          List.of(
              "features.0",
              "features.3",
              "features.4",
              "classifier.0",
              "classifier.3",
              "loss",
              "update"),
          times.stream().map(StepTime::layer).distinct().toList());
      // Two convolutions' worth: forward, filters and input of the second one.
      assertEquals(
          3 * 2L * BATCH * 3 * 4 * 4 * 6 * 9,
          times.stream()
              .filter(time -> time.layer().equals("features.3"))
              .mapToLong(StepTime::flops)
              .sum());
      // Our own first convolution, whose images need no gradient: forward and filters.
      assertEquals(
          2 * 2L * BATCH * 6 * 8 * 4 * 9,
          times.stream()
              .filter(time -> time.layer().equals("features.0"))
              .mapToLong(StepTime::flops)
              .sum());
      // Momentum reads weights, gradients and a slot and writes two of them, all float32.
      StepTime update = times.get(times.size() - 1);
      assertEquals(0, update.bytes() % (5 * Float.BYTES));
      assertTrue(
          update.bytes() >= 5L * Float.BYTES * plan().parameterCount(),
          () -> update.bytes() + " bytes");
    }
  }

  @Test
  void aWholeStepIsTimedInPartsAndAsAGraph() {
    HostKernels.orSkip();
    try (CudaSession session = CudaSession.open(gpu, plan(), training())) {
      int before = gpu.graphs();
      Profile.Whole whole = session.whole(batch(BATCH), 2);
      assertTrue(whole.oneByOne() > 0 && whole.graph() > 0, whole::toString);
      assertEquals(before + 1, gpu.graphs());
    }
  }

  @Test
  void refusesWhatItCannotTake() {
    try (CudaSession session = CudaSession.open(gpu, plan(), training())) {
      IllegalArgumentException tooMany =
          assertThrows(IllegalArgumentException.class, () -> session.train(batch(5), 0.1, result));
      assertEquals("A batch of 5 images does not fit a session for 1 to 4", tooMany.getMessage());
      ImageBatch wrong = batch(1);
      wrong.labels()[0] = 3;
      IllegalArgumentException label =
          assertThrows(IllegalArgumentException.class, () -> session.train(wrong, 0.1, result));
      assertEquals("An image has label 3, but the network has classes 0 to 2", label.getMessage());
    }
  }

  private static NetworkPlan plan() {
    return Architecture.builder()
        .input(1, 6, 8)
        .block(1, 4)
        .block(1, 6)
        .hidden(5)
        .dropout(0)
        .classes(3)
        .plan();
  }

  private static SessionSpec training() {
    return SessionSpec.training(
        BATCH, Precision.F32, Normalization.UNIT, Optimizer.Sgd.of(0.1).momentum(0.9), 7);
  }

  private static ImageBatch batch(int count) {
    ImageBatch batch = new ImageBatch(count, 1, 6, 8);
    for (int i = 0; i < count * batch.imageBytes(); i++) {
      batch.pixels().put(i, (byte) (i * 37));
    }
    for (int i = 0; i < count; i++) {
      batch.labels()[i] = i % 3;
    }
    batch.count(count);
    return batch;
  }
}
