package io.github.vgg4j.benchmarks.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.benchmarks.parts.Part.Amount;
import io.github.vgg4j.benchmarks.parts.Part.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates are those of the medians, and each is held against its own most. */
final class PartsTableTest {

  @Test
  void eachAmountHasItsRate() {
    List<Part> parts =
        List.of(
            new Part("Net", "layer", List.of(0.01, 0.02, 0.04), new Amount(4e9, Unit.FLOP)),
            new Part("Net", "update", List.of(0.004), new Amount(120e6, Unit.BYTE)),
            new Part("Net", "decode", List.of(0.00005), new Amount(1, Unit.IMAGE)),
            new Part("Net", "all else", List.of(0.0005), Amount.NONE));

    assertEquals(
        """
        | network | part | ms: median (quartiles) | rate | of the most |
        |---|---|--:|--:|--:|
        | Net | layer | 20.0 (15.0 to 30.0) | 200 GFLOP/s | 80 % |
        | Net | update | 4.00 (4.00 to 4.00) | 30.0 GB/s | 75 % |
        | Net | decode | 0.0500 (0.0500 to 0.0500) | 20,000 images/s |  |
        | Net | all else | 0.500 (0.500 to 0.500) |  |  |
        """,
        new PartsTable(parts, 250e9, 40e9).text());
  }

  @Test
  void anUnknownMostIsLeftOut() {
    List<Part> parts = List.of(new Part("Net", "layer", List.of(1.0), new Amount(2e9, Unit.FLOP)));

    assertEquals(
        """
        | network | part | ms: median (quartiles) | rate | of the most |
        |---|---|--:|--:|--:|
        | Net | layer | 1,000 (1,000 to 1,000) | 2.00 GFLOP/s |  |
        """,
        new PartsTable(parts, Double.NaN, Double.NaN).text());
  }
}
