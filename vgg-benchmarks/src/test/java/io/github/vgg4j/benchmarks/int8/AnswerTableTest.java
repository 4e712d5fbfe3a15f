package io.github.vgg4j.benchmarks.int8;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The ratios are those of the medians, and the sums' ratio that of the sums. */
final class AnswerTableTest {

  @Test
  void sumsAndTheBestOfBothFollowTheLayers() {
    List<LayerAnswer> layers =
        List.of(
            new LayerAnswer(
                "conv", List.of(0.008, 0.1, 0.004), List.of(0.004), "brgconv:bf16", "brgconv:int8"),
            new LayerAnswer("pool", List.of(0.001), List.of(0.002), "jit", "simple"));

    assertEquals(
        """
        ### W1

        | layer | bf16, ms | int8, ms | bf16 / int8 | code in bf16 | code in int8 |
        |---|--:|--:|--:|---|---|
        | conv | 8.000 | 4.000 | 2.00 | brgconv:bf16 | brgconv:int8 |
        | pool | 1.000 | 2.000 | 0.50 | jit | simple |
        | **sum** | 9.000 | 6.000 | 1.50 |  |  |
        | sum of the faster of the two, layer by layer | 9.000 | 5.000 | 1.80 |  |  |
        """,
        new AnswerTable("W1", layers).text());
  }

  @Test
  void sumsOfProductsAreScaledBackToBytes() {
    assertEquals(127 / Math.sqrt(3) * Math.sqrt(4.5), Format.divisor(9), 1e-4);
  }
}
