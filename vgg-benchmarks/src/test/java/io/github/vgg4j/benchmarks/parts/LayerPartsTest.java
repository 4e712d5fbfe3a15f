package io.github.vgg4j.benchmarks.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.benchmarks.parts.LayerTime.Pass;
import io.github.vgg4j.benchmarks.parts.Part.Amount;
import io.github.vgg4j.benchmarks.parts.Part.Unit;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.network.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers that run together are one row, named after all of them. */
final class LayerPartsTest {
  private static final NetworkPlan PLAN = Networks.named("FashionVgg11").plan();

  @Test
  void aReluThatMovedBehindThePoolIsToldWithIt() {
    List<Part> parts =
        parts(
            Use.TRAINING,
            new LayerTime(Pass.FORWARD, "weights", 0.5, 0, 0),
            new LayerTime(Pass.FORWARD, "features.0", 1, 100, 30),
            new LayerTime(Pass.FORWARD, "features.1", 2, 0, 40),
            new LayerTime(Pass.FORWARD, "features.3", 4, 100, 30),
            new LayerTime(Pass.BACKWARD, "features.0", 8, 100, 30));

    assertEquals(
        List.of(
            "training, forward: `features.0` convolution 3x3, 1 x 96 x 96 to 16 x 96 x 96",
            "training, backward: `features.0` convolution 3x3, 1 x 96 x 96 to 16 x 96 x 96",
            "training, forward: `features.1` ReLU, max pool, 16 x 96 x 96 to 16 x 48 x 48"),
        parts.stream().limit(3).map(Part::name).toList());
    assertEquals(new Amount(100, Unit.FLOP), parts.get(0).amount());
    assertEquals(new Amount(40, Unit.BYTE), parts.get(2).amount());
  }

  @Test
  void theSumCountsAllAndTheRestWhatIsNoLayers() {
    List<Part> parts =
        parts(
            Use.INFERENCE,
            new LayerTime(Pass.FORWARD, "weights", 0.5, 0, 0),
            new LayerTime(Pass.FORWARD, "features.0", 1, 100, 30));

    assertEquals("inference: all else", parts.get(1).name());
    assertEquals(List.of(0.5), parts.get(1).seconds());
    assertEquals("inference: sum of the parts", parts.get(2).name());
    assertEquals(List.of(1.5), parts.get(2).seconds());
  }

  @Test
  void aDenseLayerWithoutAWeightGradientIsNotUpdatedAgain() {
    StepTime product = new StepTime("classifier.0", "matrix product", "jit", 1, 1, 1);
    List<StepTime> folded = List.of(product, gradient("classifier.3"), gradient("classifier.6"));
    List<StepTime> stored =
        List.of(gradient("classifier.0"), gradient("classifier.3"), gradient("classifier.6"));

    assertEquals(PLAN.parameterCount(), UpdateBenchmark.updated(PLAN, stored));
    assertEquals(PLAN.parameterCount() - 1152L * 4096, UpdateBenchmark.updated(PLAN, folded));
  }

  @Test
  void theFloorOfAnUpdateCountsItsSlots() {
    assertEquals(12, UpdateKind.SGD.bytesPerWeight());
    assertEquals(20, UpdateKind.NESTEROV.bytesPerWeight());
    assertEquals(28, UpdateKind.ADAMW.bytesPerWeight());
  }

  private static StepTime gradient(String layer) {
    return new StepTime(layer, "weight gradient of the dense product", "jit", 1, 1, 1);
  }

  private static List<Part> parts(Use use, LayerTime... step) {
    return new LayerParts("FashionVgg11", PLAN, use, List.of(List.of(step))).parts();
  }
}
