package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Calibrator;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.RangeRule;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Parameters;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;

/** An engine of ours. A step starts from bytes, so normalising them is timed too. */
final class OurRunner implements Runner {

  private static final int CALIBRATION_IMAGES = 16;

  private final Engine engine;
  private final Session session;
  private final ImageBatch images;
  private final Tensor logits;
  private final StepResult result = new StepResult();
  private final Mode mode;

  OurRunner(Job job, String engineName, Precision precision) throws IOException {
    mode = job.mode();
    engine = Engines.named(engineName);
    int batch = job.work().batch();
    images = Inputs.batch(job);
    try (Parameters parameters = Inputs.parameters(job)) {
      SessionSpec spec = spec(job, precision, parameters);
      session = engine.open(job.work().plan(), spec);
      parameters.writeTo(session);
    }
    logits = Tensor.zeros(batch, job.work().plan().classes());
  }

  private SessionSpec spec(Job job, Precision precision, Parameters parameters) {
    int batch = job.work().batch();
    if (mode == Mode.TRAIN) {
      return SessionSpec.training(
          batch, precision, Normalization.UNIT, Optimizer.Sgd.of(LEARNING_RATE), 0);
    }
    SessionSpec spec = SessionSpec.inference(batch, precision, Normalization.UNIT);
    return precision == Precision.INT8 ? spec.calibration(calibration(job, parameters)) : spec;
  }

  /** By the images that are timed; as the check of the logits uses the same, nothing is hidden. */
  private Calibration calibration(Job job, Parameters parameters) {
    NetworkPlan plan = job.work().plan();
    SessionSpec spec = SessionSpec.inference(1, Precision.F32, Normalization.UNIT);
    try (Session float32 = engine.open(plan, spec)) {
      parameters.writeTo(float32);
      Calibrator calibrator = new Calibrator(float32);
      Shape shape = plan.input();
      ImageBatch one = new ImageBatch(1, shape.channels(), shape.height(), shape.width());
      one.count(1);
      for (int i = 0; i < Math.min(CALIBRATION_IMAGES, images.count()); i++) {
        byte[] pixels = new byte[images.imageBytes()];
        images.pixels().get(i * pixels.length, pixels);
        one.pixels().put(0, pixels);
        try (Tensor prepared = Tensor.zeros(1, shape.channels(), shape.height(), shape.width())) {
          Resize.to(shape, one, Normalization.UNIT).apply(one, prepared.buffer());
          calibrator.watch(prepared);
        }
      }
      return calibrator.calibration(RangeRule.LEAST_SQUARES);
    }
  }

  @Override
  public void step() {
    if (mode == Mode.TRAIN) {
      session.train(images, LEARNING_RATE, result);
    } else {
      session.infer(images, logits);
    }
  }

  @Override
  public float[] logits() {
    session.infer(images, logits);
    return logits.toArray();
  }

  @Override
  public String version() {
    return "vgg4j, "
        + engine.name()
        + (engine.availability() instanceof Availability.Available here
            ? " on " + here.device()
            : "");
  }

  @Override
  public void close() {
    logits.close();
    session.close();
  }
}
