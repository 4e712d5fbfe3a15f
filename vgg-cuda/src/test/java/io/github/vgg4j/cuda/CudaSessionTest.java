package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.driver.OutOfDeviceMemoryException;
import io.github.vgg4j.cuda.kernel.HostKernels;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
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
      assertEquals(4 * BATCH, result.images());
      assertTrue(Double.isFinite(result.loss()));
    }
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
