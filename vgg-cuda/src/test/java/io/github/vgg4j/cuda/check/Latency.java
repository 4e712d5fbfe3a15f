package io.github.vgg4j.cuda.check;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;

/** Measures inference from the host's bytes to the host's logits, each answer waited for. */
record Latency(Engine engine, Precision precision) {

  private static final int[] BATCHES = {1, 128};
  private static final int SAMPLES_OF_ONE = 1000;
  private static final int SAMPLES_OF_MANY = 200;

  /**
   * G4 of the works: G1 and G2, one image and many.
   *
   * @return whether everything could be measured
   */
  boolean measure() {
    boolean fine = true;
    Report.line("### G4 inference, %s", precision.label());
    Report.line("");
    Report.line("| inference, bytes to logits | median ms | 99th percentile | images/s |");
    Report.line("|---|---|---|---|");
    for (Work work : new Work[] {Work.G1, Work.G2}) {
      for (int batch : BATCHES) {
        fine &= Report.attempt(() -> measure(work.name(), work.plan(), work.images(batch)));
      }
    }
    Report.line("");
    return fine;
  }

  void measure(String name, NetworkPlan plan, ImageBatch images) {
    int batch = images.count();
    SessionSpec spec = SessionSpec.inference(batch, precision, Normalization.UNIT);
    try (Session session = engine.open(plan, spec);
        Tensor logits = Tensor.zeros(batch, plan.classes())) {
      StartingWeights.write(session, 1);
      Timing timing =
          Timing.waiting(
              batch == 1 ? SAMPLES_OF_ONE : SAMPLES_OF_MANY, () -> session.infer(images, logits));
      Report.line(
          "| %s, %s, batch %d | %.3f | %.3f | %,.0f |",
          name,
          precision.label(),
          batch,
          Report.MILLI * timing.median(),
          Report.MILLI * timing.quantile(0.99),
          batch / timing.median());
    }
  }
}
