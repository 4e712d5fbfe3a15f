package io.github.vgg4j.cuda.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.StepTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least time that ceilings allow, and how the table of layers shows it. */
final class CeilingsTest {

  private static final Ceilings MEASURED =
      new Ceilings(Map.of("kernel", 2e12, "copy", 4e12, "bf16", 800e12, "f32", 50e12));

  @Test
  void theLongerOfArithmeticAndMemoryDecides() {
    // The better of the two ways through memory counts.
    assertEquals(OptionalDouble.of(2e-3), MEASURED.floor(Precision.BF16, 0, 8_000_000_000L));
    assertEquals(
        OptionalDouble.of(1e-2),
        MEASURED.floor(Precision.BF16, 8_000_000_000_000L, 4_000_000_000L));
    assertEquals(
        OptionalDouble.of(0.16), MEASURED.floor(Precision.F32, 8_000_000_000_000L, 4_000_000_000L));
  }

  @Test
  void whatWasNotMeasuredIsNotGuessed(@TempDir Path folder) {
    assertTrue(MEASURED.floor(Precision.TF32, 1, 1).isEmpty());
    assertEquals(OptionalDouble.of(1e-3), MEASURED.floor(Precision.TF32, 0, 4_000_000_000L));
    Ceilings none = Ceilings.read(folder);
    assertTrue(none.floor(Precision.BF16, 0, 1).isEmpty());
    assertEquals(OptionalDouble.of(0), none.floor(Precision.BF16, 0, 0));
  }

  @Test
  void theFileHoldsThem(@TempDir Path folder) throws IOException {
    MEASURED.write(folder);
    assertEquals(MEASURED, Ceilings.read(folder));
  }

  @Test
  void theFirstConvolutionIsHeldToFloat32() {
    StepTime first =
        new StepTime("features.0", "first conv", "first_conv", 2e-3, 50_000_000_000L, 4_000_000);
    assertEquals(
        "| features.0 | first conv | first_conv | 2,000.0 | 25.0 | 2 | 1,000.0 | 50 % |",
        new LayerTable(MEASURED, Precision.BF16).row(first));
    StepTime other = new StepTime("features.3", "forward", "engine 5", 2e-3, 80_000_000_000L, 0);
    assertEquals(
        "| features.3 | forward | engine 5 | 2,000.0 | 40.0 | - | 100.0 | 5 % |",
        new LayerTable(MEASURED, Precision.BF16).row(other));
    assertEquals(
        "| features.3 | forward | engine 5 | 2,000.0 | 40.0 | - | - | - |",
        new LayerTable(MEASURED, Precision.TF32).row(other));
  }
}
