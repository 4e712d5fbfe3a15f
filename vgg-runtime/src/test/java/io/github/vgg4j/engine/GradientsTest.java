package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GradientsTest {

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.0, -1, Double.NaN, Double.NEGATIVE_INFINITY})
  void clipNormThatIsNotAboveZeroIsRefused(double norm) {
    Throwable error =
        assertThrows(IllegalArgumentException.class, () -> Gradients.AS_THEY_ARE.clipNorm(norm));
    assertEquals(
        "clip norm must be above 0, but is " + norm + ". Leave it out to clip nothing.",
        error.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void accumulationOfLessThanOneBatchIsRefused(int batches) {
    Throwable error =
        assertThrows(
            IllegalArgumentException.class, () -> Gradients.AS_THEY_ARE.accumulation(batches));
    assertEquals(
        "accumulation must be at least 1 batch, but is "
            + batches
            + ". Use 1 to update after every batch.",
        error.getMessage());
  }

  @Test
  void updatesComeAfterEveryFourthStep() {
    Gradients four = Gradients.AS_THEY_ARE.accumulation(4);
    assertFalse(four.updatesAt(0));
    assertTrue(four.updatesAt(3));
    assertFalse(four.updatesAt(4));
    assertEquals(0, four.updates(3));
    assertEquals(2, four.updates(11));
    assertTrue(Gradients.AS_THEY_ARE.updatesAt(0));
    assertEquals(7, Gradients.AS_THEY_ARE.updates(7));
  }

  @Test
  void gradientIsScaledToTheNormThatItMayHave() {
    Gradients two = Gradients.AS_THEY_ARE.clipNorm(2);
    assertEquals(0.5, two.clipScale(4), 1e-6);
    assertEquals(1, two.clipScale(1.9));
    assertEquals(1, two.clipScale(0));
    assertEquals(0, two.clipScale(Double.POSITIVE_INFINITY));
    assertTrue(Double.isNaN(two.clipScale(Double.NaN)));
    assertEquals(1, Gradients.AS_THEY_ARE.clipScale(Double.POSITIVE_INFINITY));
  }
}
