package io.github.vgg4j.cuda.check;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.CudaChecks;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A whole report of a tiny network on the engine's sessions on a processor: what would break on the
 * machine with a GPU breaks here first.
 */
final class MeasuredTest {

  private static final Ceilings CEILINGS =
      new Ceilings(Map.of("kernel", 2e12, "copy", 4e12, "bf16", 800e12, "f32", 50e12));

  private final Engine engine = CudaChecks.onTheProcessor();

  @Test
  void aTrainingStepIsReportedInAllItsWays() {
    String report =
        printed(
            () ->
                new TrainingSteps(engine, Precision.BF16)
                    .measure("tiny", plan(), Images.random(4, 1, 8, 8, 3), CEILINGS));
    assertTrue(report.startsWith("### tiny training, bf16, batch 4\n"), report);
    for (String row :
        new String[] {
          "| bytes to loss, none waited for | ",
          "| bytes to loss, each waited for | ",
          "| features.0 | first conv | ",
          "| update | optimizer | sgd_momentum | ",
          "| as one graph | ",
          "| its parts one by one | "
        }) {
      assertTrue(report.contains(row), report);
    }
    assertTrue(report.contains("held by our own count"), report);
    assertTrue(report.matches("(?s).*Loss of the last step: \\d+\\.\\d+\n.*"), report);
  }

  @Test
  void whatFailsTakesNothingElseAlong() {
    String report =
        printed(
            () ->
                assertFalse(
                    Report.attempt(
                        () -> {
                          throw new IllegalStateException("7 is\nnot 8");
                        })));
    assertTrue(report.startsWith("\nFAILED: IllegalStateException: 7 is not 8\n"), report);
  }

  @Test
  void aLatencyIsReported() {
    String report =
        printed(
            () ->
                new Latency(engine, Precision.F32)
                    .measure("tiny", plan(), Images.random(2, 1, 8, 8, 3)));
    assertTrue(
        report.matches("\\| tiny, f32, batch 2 \\| [0-9.]+ \\| [0-9.]+ \\| [0-9,]+ \\|\n"), report);
  }

  private static NetworkPlan plan() {
    return Architecture.builder()
        .input(1, 8, 8)
        .block(1, 8)
        .block(1, 8)
        .batchNorm()
        .hidden(8)
        .dropout(0.5)
        .classes(3)
        .plan();
  }

  static String printed(Runnable work) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      work.run();
    } finally {
      System.setOut(before);
    }
    String report = bytes.toString(StandardCharsets.UTF_8);
    before.print(report);
    return report.replace(System.lineSeparator(), "\n");
  }
}
