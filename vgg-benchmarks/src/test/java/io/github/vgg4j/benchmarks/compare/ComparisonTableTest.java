package io.github.vgg4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.engine.Precision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComparisonTableTest {
  private static final long MEBI = 1 << 20;

  @Test
  void aRowHasSpeedRatioAndShareOfThePeak() {
    List<Outcome> outcomes =
        List.of(
            outcome(Contender.VGG4J_ONEDNN_F32, 300, 0.2, 0.25, 0.3),
            outcome(Contender.LIBTORCH_F32, 800, 0.5, 0.5, 0.5),
            outcome(Contender.LIBTORCH_CHANNELS_LAST, 900, 0.4, 0.4, 0.4));

    String text =
        new ComparisonTable(Work.W1, Mode.TRAIN, outcomes, Map.of(Precision.F32, 200e9)).text();

    assertTrue(text.startsWith("### W1: FashionVgg11, 1 x 96 x 96, batch 64, training"), text);
    // 41.2 billion operations in 0.25 s, of 200 billion in a second.
    assertRow("| vgg4j-onednn-f32 | 256 | 250 (225 to 275) | 1.60 | 82 % | 300 | 1.50 | 3 |", text);
    assertRow("| libtorch-f32 | 128 | 500 (500 to 500) | 0.80 | 41 % | 800 | 1.50 | 3 |", text);
    assertRow(
        "| libtorch-channels-last | 160 | 400 (400 to 400) | 1.00 | 52 % | 900 | 1.50 | 3 |", text);
  }

  @Test
  void peersOfAnotherPrecisionDoNotCount() {
    List<Outcome> outcomes =
        List.of(
            outcome(Contender.VGG4J_ONEDNN_BF16, 300, 0.1, 0.1, 0.1),
            outcome(Contender.LIBTORCH_F32, 800, 0.5, 0.5, 0.5));

    String text = new ComparisonTable(Work.W1, Mode.INFER, outcomes, Map.of()).text();

    assertRow("| vgg4j-onednn-bf16 | 640 | 100 (100 to 100) |  |  | 300 | 1.50 | 3 |", text);
  }

  @Test
  void latencyIsMedianAndNinetyNinthPercentileAndLessIsBetter() {
    List<Outcome> outcomes =
        List.of(
            outcome(Contender.VGG4J_ONEDNN_F32, 300, 0.008, 0.008, 0.009),
            outcome(Contender.DJL_PYTORCH, 800, 0.01, 0.01, 0.01));

    String text = new ComparisonTable(Work.W5A, Mode.INFER, outcomes, Map.of()).text();

    assertRow("| vgg4j-onednn-f32 | 8.00 | 8.98 | 0.80 |  | 300 | 1.50 | 3 |", text);
  }

  @Test
  void whoFailedIsNamedWithTheReason() {
    Outcome failed = new Outcome(Contender.PYTHON_EAGER);
    failed.fail("ModuleNotFoundError: No module named 'torch'");

    String text = new ComparisonTable(Work.W4, Mode.TRAIN, List.of(failed), Map.of()).text();

    assertTrue(
        text.contains("python-eager did not run: ModuleNotFoundError: No module named 'torch'."),
        text);
  }

  @Test
  void theLogitsOfOneWhoMixedUpWeightsAreFarFromOurs() {
    assertEquals(0.5, LogitsCheck.distance(new double[] {-4, 1}, new double[] {-2, 1}));
    assertEquals(
        Double.POSITIVE_INFINITY,
        LogitsCheck.distance(new double[] {1, 2}, new double[] {1, Double.NaN}));
    assertEquals(
        Double.POSITIVE_INFINITY, LogitsCheck.distance(new double[] {1, 2}, new double[] {1}));
  }

  @Test
  void namesThatAreNoneAreRefusedWithThoseThatAre() {
    assertEquals(List.of(Work.W5A, Work.W5B), Work.named("w5"));
    assertThrows(IllegalArgumentException.class, () -> Work.named("W9"));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Contender.named("torch"));
    assertTrue(
        e.getMessage().startsWith("There is no contender torch; there are vgg4j-onednn-f32"));
  }

  private static Outcome outcome(Contender contender, long mebibytes, double... seconds) {
    Outcome outcome = new Outcome(contender);
    outcome.started(1.5, "1.0");
    outcome.ran(seconds, mebibytes * MEBI);
    return outcome;
  }

  private static void assertRow(String row, String text) {
    assertTrue(text.lines().anyMatch(row::equals), () -> row + " is not in\n" + text);
  }
}
