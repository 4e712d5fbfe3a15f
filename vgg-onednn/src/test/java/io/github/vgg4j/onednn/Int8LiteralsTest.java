package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rounding to bytes, computed by hand. */
final class Int8LiteralsTest {

  private final Engine engine = new OnednnEngine();

  /** One 1x1 convolution of one channel over 2x2 pixels, ReLU, and a dense layer to two logits. */
  private final NetworkPlan plan =
      Architecture.builder().input(1, 2, 2).config("1/1").hidden().classes(2).plan();

  @BeforeEach
  void needsInt8() {
    assumeTrue(
        engine.precisions().contains(Precision.INT8),
        "No int8 here: this processor has " + Cpu.instructions());
  }

  @Test
  void everyRowOfWeightsHasItsOwnUnit() {
    try (Natives natives = new Natives();
        Arena arena = new Arena(64)) {
      Int8Rows rows = new Int8Rows(arena, Layout.plain(natives, NumberType.F32, 3));
      FloatBuffer numbers =
          FloatBuffer.wrap(new float[] {63.5f, -1.25f, 0.75f, 0, 0, 0, -254, 3, 5});
      ByteBuffer bytes = ByteBuffer.allocate(9);
      rows.quantize(numbers, bytes);
      // Halves go to the even neighbour: -2.5 to -2, 1.5 to 2 and 2.5.
      assertArrayEquals(new byte[] {127, -2, 2, 0, 0, 0, -127, 2, 2}, bytes.array());
      assertEquals(0.5f, rows.units().floats().get(0));
      assertEquals(1f, rows.units().floats().get(1));
      assertEquals(2f, rows.units().floats().get(2));
      float[] restored = new float[9];
      rows.restore(bytes.flip(), FloatBuffer.wrap(restored));
      assertArrayEquals(new float[] {63.5f, -1, 1, 0, 0, 0, -254, 4, 4}, restored);
    }
  }

  /**
   * The unit of the map is 127.5 / 255 = 0.5: 0.25, 0.75, 1 and 200 become 0, 2, 2 and 255. The
   * rows of weights are 1, 2, 3, 127 with unit 1, and 127, -2, 2, 0 with unit 0.5.
   */
  @Test
  void logitsOfATinyNetworkAreThoseComputedByHand() {
    SessionSpec spec =
        SessionSpec.inference(1, Precision.INT8, Normalization.UNIT)
            .calibration(new Calibration(Map.of("classifier.0", 127.5f)));
    try (Session session = engine.open(plan, spec);
        Tensor image = Tensor.of(new float[] {0.25f, 0.75f, 1, 200}, 1, 1, 2, 2);
        Tensor logits = Tensor.zeros(1, 2)) {
      write(session, "features.0.weight", 1);
      write(session, "features.0.bias", 0);
      write(session, "classifier.0.weight", 1, 2, 3, 127, 63.5f, -1.25f, 0.75f, 0);
      write(session, "classifier.0.bias", 10, -1);
      session.infer(image, plan.layers().get(0), plan.layers().get(3), logits);
      float first = 0.5f * (2 * 2 + 3 * 2 + 127 * 255) + 10;
      float second = 0.5f * 0.5f * (-2 * 2 + 2 * 2) - 1;
      assertArrayEquals(new float[] {first, second}, logits.toArray());
    }
  }

  @Test
  void weightsComeOutAsTheirBytesStandFor() {
    SessionSpec spec =
        SessionSpec.inference(1, Precision.INT8, Normalization.UNIT)
            .calibration(new Calibration(Map.of("classifier.0", 1f)));
    try (Session session = engine.open(plan, spec);
        Tensor read = Tensor.zeros(2, 4)) {
      write(session, "classifier.0.weight", 1, 2, 3, 127, 63.5f, -1.25f, 0.75f, 0);
      session.read(
          plan.parameters().stream()
              .filter(one -> one.name().equals("classifier.0.weight"))
              .findFirst()
              .orElseThrow(),
          read);
      assertArrayEquals(new float[] {1, 2, 3, 127, 63.5f, -1, 1, 0}, read.toArray());
    }
  }

  @Test
  void aSpecWithoutCalibrationIsRefusedWithTheRemedy() {
    SessionSpec spec = SessionSpec.inference(1, Precision.INT8, Normalization.UNIT);
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> engine.open(plan, spec));
    assertEquals(
        "int8 needs to know what numbers the layers meet, and this network has no calibration."
            + " Call calibrate(images) of the network with some hundred training images, or run"
            + " 'vgg calibrate'.",
        error.getMessage());
  }

  private void write(Session session, String name, float... numbers) {
    plan.parameters().stream()
        .filter(one -> one.name().equals(name))
        .forEach(
            one -> {
              int[] shape = one.shape().stream().mapToInt(Integer::intValue).toArray();
              try (Tensor values = Tensor.of(numbers, shape)) {
                session.write(one, values);
              }
            });
  }
}
