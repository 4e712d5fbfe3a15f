package io.github.vgg4j.cuda.check;

import io.github.vgg4j.cuda.CudaChecks;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;

/** Measures inference from the host's bytes to the host's logits, each answer waited for. */
record Latency(CudaChecks checks, Precision precision) {

  private static final int[] BATCHES = {1, 128};
  private static final int SAMPLES_OF_ONE = 1000;
  private static final int SAMPLES_OF_MANY = 200;

  /** G4 of the works: G1 and G2, one image and many. */
  void measure() {
    Report.line("### G4 inference, %s", precision.label());
    Report.line("");
    Report.line("| inference, bytes to logits | median ms | 99th percentile | images/s |");
    Report.line("|---|---|---|---|");
    for (Work work : new Work[] {Work.G1, Work.G2}) {
      for (int batch : BATCHES) {
        measure(work, batch);
      }
    }
    Report.line("");
  }

  private void measure(Work work, int batch) {
    SessionSpec spec = SessionSpec.inference(batch, precision, Normalization.UNIT);
    try (Session session = checks.engine().open(work.plan(), spec);
        Tensor logits = Tensor.zeros(batch, work.plan().classes())) {
      StartingWeights.write(session, 1);
      ImageBatch images = work.images(batch);
      Timing timing =
          Timing.waiting(
              batch == 1 ? SAMPLES_OF_ONE : SAMPLES_OF_MANY, () -> session.infer(images, logits));
      Report.line(
          "| %s, %s, batch %d | %.3f | %.3f | %,.0f |",
          work,
          precision.label(),
          batch,
          Report.MILLI * timing.median(),
          Report.MILLI * timing.quantile(0.99),
          batch / timing.median());
    }
  }
}
