package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import org.junit.jupiter.api.Test;

/** What the engine says to formats that no processor computes in. */
class PrecisionsTest {

  @Test
  void tf32BelongsToGpus() {
    OnednnEngine engine = new OnednnEngine();
    NetworkPlan plan = Architecture.builder().input(1, 8, 8).block(1, 4).classes(2).plan();
    SessionSpec spec = SessionSpec.inference(1, Precision.TF32, Normalization.UNIT);
    String message =
        "The onednn engine does not compute in tf32, a format of NVIDIA's tensor cores. Use f32,"
            + " or the cuda engine.";

    assertFalse(engine.precisions().contains(Precision.TF32));
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> engine.open(plan, spec)).getMessage());
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> engine.memory(plan, spec)).getMessage());
  }
}
