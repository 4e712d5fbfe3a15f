package io.github.vgg4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class NormalizationTest {

  @Test
  void unitMapsBytesToZeroUntilOne() {
    float[] table = Normalization.UNIT.table(0);

    assertEquals(256, table.length);
    assertEquals(0f, table[0]);
    assertEquals(0.2f, table[51]);
    assertEquals(1f, table[255]);
  }

  @Test
  void eachChannelHasItsOwnMeanAndDeviation() {
    assertEquals(2.2489083f, Normalization.IMAGENET.table(0)[255], 1e-6f);
    assertEquals(-2.0357144f, Normalization.IMAGENET.table(1)[0], 1e-6f);
    assertEquals(-0.81019837f, Normalization.FASHION_MNIST.table(2)[0], 1e-6f);
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    assertThrows(
        IllegalArgumentException.class, () -> new Normalization(List.of(0f), List.of(1f, 1f)));
    assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Normalization(List.of(0f), List.of(0f)));
    assertThrows(
        IllegalArgumentException.class, () -> new Normalization(List.of(0f), List.of(Float.NaN)));
  }

  @Test
  void oneMeanServesAnyNumberOfChannels() {
    Normalization three = Normalization.FASHION_MNIST.forChannels(3);
    assertEquals(List.of(0.2860f, 0.2860f, 0.2860f), three.mean());
    assertEquals(List.of(0.3530f, 0.3530f, 0.3530f), three.deviation());
    assertSame(Normalization.IMAGENET, Normalization.IMAGENET.forChannels(3));
    assertEquals(
        "The normalization has means for 3 channels, but the images have 4",
        assertThrows(IllegalArgumentException.class, () -> Normalization.IMAGENET.forChannels(4))
            .getMessage());
  }
}
