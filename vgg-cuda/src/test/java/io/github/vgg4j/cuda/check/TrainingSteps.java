package io.github.vgg4j.cuda.check;

import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.CudaChecks;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;

/** Measures the training steps of a work: at their pace, waited for, on the device, in parts. */
record TrainingSteps(Engine engine, Precision precision) {

  private static final double LEARNING_RATE = 1e-3;
  private static final int WAITED = 60;
  private static final int WHOLE = 20;

  /** Of graphs that run each part several times: enough, and short for the slowest network. */
  private static final int PROFILED = 5;

  /** Prediction and truth may differ by a tenth. */
  private static final double MEMORY_TOLERANCE = 0.1;

  /**
   * Prints all of it.
   *
   * @return whether everything could be measured
   */
  boolean measure(String name, NetworkPlan plan, ImageBatch images, Ceilings ceilings) {
    int batch = images.count();
    SessionSpec spec =
        SessionSpec.training(
            batch, precision, Normalization.UNIT, Optimizer.Sgd.of(LEARNING_RATE).momentum(0.9), 1);
    Report.line("### %s training, %s, batch %d", name, precision.label(), batch);
    Report.line("");
    long free = engine.availableBytes();
    long begin = System.nanoTime();
    try (Session session = engine.open(plan, spec)) {
      Report.line("Opened in %.1f s", (System.nanoTime() - begin) / 1e9);
      Report.line("");
      long taken = free - engine.availableBytes();
      StartingWeights.write(session, 1);
      return Report.attempt(() -> steps(session, images))
          & Report.attempt(
              () ->
                  memory(
                      engine.memory(plan, spec).bytes(batch),
                      session.deviceBytes(),
                      taken,
                      free - engine.availableBytes()))
          & Report.attempt(
              () -> new LayerTable(ceilings, precision).print(session.profile(images, PROFILED)))
          & Report.attempt(() -> whole(session, images));
    }
  }

  private static void steps(Session session, ImageBatch images) {
    Report.line("| training step | ms | images/s | |%n|---|---|---|---|");
    Timing pace =
        Timing.pace(() -> session.train(images, LEARNING_RATE, new StepResult()), session::finish);
    int batch = images.count();
    row(
        "bytes to loss, none waited for",
        batch,
        pace.median(),
        Report.text("rounds from %.3f to %.3f ms", ms(pace.fastest()), ms(pace.slowest())));
    Timing waited =
        Timing.waiting(
            WAITED,
            () -> {
              session.train(images, LEARNING_RATE, new StepResult());
              session.finish();
            });
    row(
        "bytes to loss, each waited for",
        batch,
        waited.median(),
        Report.text(
            "quartiles %.3f and %.3f ms", ms(waited.quantile(0.25)), ms(waited.quantile(0.75))));
    StepResult last = new StepResult();
    session.train(images, LEARNING_RATE, last);
    session.finish();
    Report.line("");
    Report.line("Loss of the last step: %.4f", last.loss());
    Report.line("");
  }

  private static void whole(Session session, ImageBatch images) {
    double[] whole = CudaChecks.wholeSeconds(session, images, WHOLE);
    Report.line("| the step on the device alone | ms | images/s | |%n|---|---|---|---|");
    row("as one graph", images.count(), whole[1], "by the device's clock");
    row("its parts one by one", images.count(), whole[0], "none waited for");
    Report.line("");
  }

  private static void row(String what, int batch, double seconds, String how) {
    Report.line("| %s | %.3f | %,.0f | %s |", what, ms(seconds), batch / seconds, how);
  }

  private static double ms(double seconds) {
    return Report.MILLI * seconds;
  }

  private static void memory(long predicted, long held, long opened, long used) {
    Report.line(
        "Memory: %s predicted, %s held by our own count (%+.1f %%, target %.0f %%: %s); the device"
            + " has %s less since the session was opened and %s less after its steps, the libraries'"
            + " own included",
        MemoryModel.text(predicted),
        MemoryModel.text(held),
        100.0 * (held - predicted) / predicted,
        100 * MEMORY_TOLERANCE,
        Math.abs(held - predicted) <= MEMORY_TOLERANCE * predicted ? "met" : "missed",
        MemoryModel.text(Math.max(0, opened)),
        MemoryModel.text(Math.max(0, used)));
    Report.line("");
  }
}
