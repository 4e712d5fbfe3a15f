package io.github.vgg4j.benchmarks.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.benchmarks.parts.LayerTime.Pass;
import io.github.vgg4j.engine.StepTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kernels are added up by layer and direction, and arrive in the parent as they were. */
final class LayerTimeTest {
  private static final List<StepTime> PROFILE =
      List.of(
          new StepTime("weights", "copies", "", 0.5, 0, 0),
          new StepTime("features.0", "convolution", "jit", 1, 100, 10),
          new StepTime("features.0", "reorder", "jit", 2, 0, 20),
          new StepTime("classifier.0", "dense product", "jit", 4, 50, 5),
          new StepTime("loss", "in Java", "java", 8, 0, 0),
          new StepTime("classifier.0", "matrix product", "jit", 16, 60, 6),
          new StepTime("features.0", "weight gradient of the convolution", "jit", 32, 100, 10),
          new StepTime("update", "optimizer", "", 64, 0, 0));

  @Test
  void theLossDividesThereFromBack() {
    assertEquals(
        List.of(
            new LayerTime(Pass.FORWARD, "weights", 0.5, 0, 0),
            new LayerTime(Pass.FORWARD, "features.0", 3, 100, 30),
            new LayerTime(Pass.FORWARD, "classifier.0", 4, 50, 5),
            new LayerTime(Pass.BACKWARD, "loss", 8, 0, 0),
            new LayerTime(Pass.BACKWARD, "classifier.0", 16, 60, 6),
            new LayerTime(Pass.BACKWARD, "features.0", 32, 100, 10),
            new LayerTime(Pass.BACKWARD, "update", 64, 0, 0)),
        LayerTime.of(PROFILE));
  }

  @Test
  void timesTravelAsNumbers() {
    List<LayerTime> times = LayerTime.of(PROFILE);

    assertEquals(3.0, Figures.of(times).get("FORWARD features.0 seconds"));
    assertEquals(times, Figures.layerTimes(Figures.of(times)));
  }
}
