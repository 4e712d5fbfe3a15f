package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
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
    session =
        engine.open(
            job.work().plan(),
            mode == Mode.INFER
                ? SessionSpec.inference(batch, precision, Normalization.UNIT)
                : SessionSpec.training(
                    batch, precision, Normalization.UNIT, Optimizer.Sgd.of(LEARNING_RATE), 0));
    try (Parameters parameters = Inputs.parameters(job)) {
      parameters.writeTo(session);
    }
    images = Inputs.batch(job);
    logits = Tensor.zeros(batch, job.work().plan().classes());
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
