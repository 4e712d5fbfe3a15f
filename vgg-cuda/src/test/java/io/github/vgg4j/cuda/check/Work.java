package io.github.vgg4j.cuda.check;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;

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

  private static final int WARM_UP = 20;
  private static final int STEPS = 60;
  private static final int PROFILED = 20;
  private static final double MILLI = 1e3;

  private final int batch;

  Work(int batch) {
    this.batch = batch;
  }

  abstract NetworkPlan plan();

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

  /** Prints the step, its parts, and the latency. */
  void measure(Ceilings ceilings) {
    Engine engine = Engines.named("cuda");
    for (Precision precision : engine.precisions()) {
      train(engine, precision, ceilings);
      for (int images : this == G3 ? new int[] {} : new int[] {1, 128}) {
        infer(engine, precision, images);
      }
    }
  }

  private void train(Engine engine, Precision precision, Ceilings ceilings) {
    SessionSpec spec =
        SessionSpec.training(
            batch, precision, Normalization.UNIT, Optimizer.Sgd.of(1e-3).momentum(0.9), 1);
    long begin = System.nanoTime();
    try (Session session = engine.open(plan(), spec)) {
      double opened = (System.nanoTime() - begin) / 1e9;
      ImageBatch images = images(batch);
      double[] seconds = seconds(() -> session.train(images, 1e-3, new StepResult()));
      double median = seconds[STEPS / 2];
      MemoryModel memory = engine.memory(plan(), spec);
      System.out.printf(
          Locale.ROOT,
          "## %s training, %s, batch %d%n%n%.3f ms a step as one graph (quartiles %.3f to %.3f),"
              + " %,.0f images/s; opened in %.1f s; memory %s predicted, %s held%n%n",
          name(),
          precision.label(),
          batch,
          median * MILLI,
          seconds[STEPS / 4] * MILLI,
          seconds[3 * STEPS / 4] * MILLI,
          batch / median,
          opened,
          MemoryModel.text(memory.bytes(batch)),
          MemoryModel.text(session.deviceBytes()));
      parts(session, images, precision, ceilings);
    }
  }

  private static void parts(
      Session session, ImageBatch images, Precision precision, Ceilings ceilings) {
    System.out.println(
        "| layer | work | kernel | us | TFLOP/s | GB/s | floor us | share of floor |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    double sum = 0;
    double floors = 0;
    for (StepTime time : session.profile(images, PROFILED)) {
      double floor = ceilings.floor(precision, time.flops(), time.bytes());
      sum += time.seconds();
      floors += floor;
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.1f | %.1f | %,.0f | %.1f | %.0f %% |%n",
          time.layer(),
          time.work(),
          time.implementation(),
          time.seconds() * 1e6,
          time.flops() / time.seconds() / 1e12,
          time.bytes() / time.seconds() / 1e9,
          floor * 1e6,
          100 * floor / time.seconds());
    }
    System.out.printf(
        Locale.ROOT,
        "%nSum of the parts one by one: %.3f ms; of their floors: %.3f ms%n%n",
        sum * MILLI,
        floors * MILLI);
  }

  private void infer(Engine engine, Precision precision, int count) {
    SessionSpec spec = SessionSpec.inference(count, precision, Normalization.UNIT);
    try (Session session = engine.open(plan(), spec);
        Tensor logits = Tensor.zeros(count, plan().classes())) {
      ImageBatch images = images(count);
      double[] seconds = seconds(() -> session.infer(images, logits));
      System.out.printf(
          Locale.ROOT,
          "%s inference, %s, batch %d: %.3f ms (99th percentile %.3f), %,.0f images/s%n%n",
          name(),
          precision.label(),
          count,
          seconds[STEPS / 2] * MILLI,
          seconds[STEPS * 99 / 100] * MILLI,
          count / seconds[STEPS / 2]);
    }
  }

  /** Sorted; each run waits for its answer. */
  private static double[] seconds(Runnable step) {
    double[] seconds = new double[STEPS];
    for (int i = -WARM_UP; i < STEPS; i++) {
      long begin = System.nanoTime();
      step.run();
      if (i >= 0) {
        seconds[i] = (System.nanoTime() - begin) / 1e9;
      }
    }
    Arrays.sort(seconds);
    return seconds;
  }

  private ImageBatch images(int count) {
    NetworkPlan plan = plan();
    // Fashion-MNIST's images are 28x28 and grow on the device; others come in their own size.
    boolean grey = plan.input().channels() == 1;
    int height = grey ? 28 : plan.input().height();
    int width = grey ? 28 : plan.input().width();
    return Images.random(count, plan.input().channels(), height, width, plan.classes());
  }
}
