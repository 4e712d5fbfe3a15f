package io.github.vgg4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table says what was measured, and subtracts the right rows. */
class CostTableTest {

  @Test
  void rowsAndDifferencesAreThoseOfTheMedians() {
    Map<UserCode, Map<Way, Samples>> measured = new EnumMap<>(UserCode.class);
    measured.put(UserCode.VGG19, ways(10, 12, 15, 40));
    measured.put(UserCode.MODULE, ways(100, 700, 1500, 1600));

    assertEquals(
        """
        | milliseconds: median (quartiles) | VGG-19 | 200 networks |
        |---|---|---|
        | javac: the interfaces alone | 10.0 (9.0 to 12.0) | 100 (99.0 to 102) |
        | javac: the interfaces, and the generated classes as if written by hand | 12.0 (11.0 to 14.0) | 700 (699 to 702) |
        | javac with the processor, whose classes stay loaded | 15.0 (14.0 to 17.0) | 1,500 (1,499 to 1,502) |
        | javac with the processor, whose classes are loaded for each compilation | 40.0 (39.0 to 42.0) | 1,600 (1,599 to 1,602) |
        | the generated classes: second row less first | 2.0 | 600 |
        | the processor itself: third row less second | 3.0 | 800 |
        | the processor and its loading: fourth row less second | 28.0 | 900 |
        | all that the annotations add: fourth row less first | 30.0 | 1,500 |
        """,
        CostTable.of(measured));
  }

  @Test
  void quantilesLieBetweenSamples() {
    Samples samples = Samples.of(4, 1).and(Samples.of(2, 3));

    assertEquals(2.5, samples.median());
    assertEquals(1.75, samples.quantile(0.25));
    assertEquals(4, samples.quantile(1));
  }

  private static Map<Way, Samples> ways(double alone, double hand, double kept, double loaded) {
    Map<Way, Samples> ways = new EnumMap<>(Way.class);
    ways.put(Way.INTERFACES_ALONE, around(alone));
    ways.put(Way.GENERATED_BY_HAND, around(hand));
    ways.put(Way.PROCESSOR_KEPT, around(kept));
    ways.put(Way.PROCESSOR_LOADED, around(loaded));
    return ways;
  }

  private static Samples around(double median) {
    return Samples.of(median - 2, median - 1, median, median + 2, median + 4);
  }
}
