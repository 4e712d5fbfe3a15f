package io.github.vgg4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vgg bench}. */
class BenchCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"train", "infer"})
  void bothModesReportInOneJsonLine(String mode) throws IOException {
    Map<String, String> json =
        bench("--mode", mode, "--batch", "3", "--steps", "4", "--json").expect(0).json();

    assertEquals("TinyColourVgg", json.get("network"));
    assertEquals("nd4j", json.get("engine"));
    assertEquals("f32", json.get("precision"));
    assertEquals(mode, json.get("mode"));
    assertEquals("3", json.get("batch"));
    assertTrue(json.keySet().containsAll(List.of("images_per_second", "peak_rss_bytes")));
    double median = Double.parseDouble(json.get("median_seconds"));
    double min = Double.parseDouble(json.get("min_seconds"));
    assertTrue(0 < min && min <= median, json.toString());
  }

  @Test
  void impossibleNumbersAreWrongUse() {
    bench("--batch", "0").complains(2, "--batch must be at least 1, but is 0");
    bench("--steps", "0").complains(2, "--steps must be at least 1, but is 0");
    new Shell(folder)
        .run("bench", "--network", "TinyVgg", "--warmup", "-1")
        .complains(2, "--warmup must be at least 0, but is -1");
    bench("--mode", "dream").complains(2, "dream");
    bench("--engine", "onednn").complains(1, "onednn: unavailable");
  }

  @Test
  void aBatchThatTheMemoryCannotHoldIsRefused() {
    bench("--mode", "train", "--batch", "2000000000")
        .complains(
            1,
            "Training TinyColourVgg at batch 2,000,000,000 with sgd needs",
            "The largest batch that fits is");
    bench("--mode", "infer", "--batch", "2000000000")
        .complains(
            1,
            "Inference of TinyColourVgg at batch 2,000,000,000 needs",
            "The largest batch that fits is");
  }

  private Shell.Outcome bench(String... more) {
    return new Shell(folder)
        .run(
            java.util.stream.Stream.concat(
                    List.of("bench", "--network", "TinyColourVgg", "--warmup", "1").stream(),
                    List.of(more).stream())
                .toArray(String[]::new));
  }
}
