package io.github.vgg4j.cuda.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.engine.Precision;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is read off many runs. */
final class TimingTest {

  @Test
  void quantilesAreSamplesThatWereSeen() {
    Timing timing = new Timing(IntStream.rangeClosed(1, 1000).mapToObj(i -> i * 1.0).toList());
    assertEquals(500, timing.median());
    assertEquals(990, timing.quantile(0.99));
    assertEquals(1, timing.fastest());
    assertEquals(1000, timing.slowest());
    assertEquals(3, new Timing(List.of(3.0)).quantile(0.99));
  }

  @Test
  void aPaceCountsTheWaitAtItsEnd() {
    AtomicInteger asked = new AtomicInteger();
    Timing pace = Timing.pace(asked::incrementAndGet, () -> sleep(asked.getAndSet(0)));
    assertEquals(5, pace.seconds().size());
    assertTrue(pace.median() >= 1e-3, pace::toString);
  }

  /** A millisecond for each step that was asked for. */
  private static void sleep(int steps) {
    try {
      Thread.sleep(steps);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void lossesPassWithinTheFormatsBoundAndNanNever() {
    List<Double> expected = List.of(2.0, 1.0);
    assertTrue(LossCurve.print(Precision.F32, expected, List.of(2.001, 1.0005)));
    assertFalse(LossCurve.print(Precision.F32, expected, List.of(2.0, 1.002)));
    assertTrue(LossCurve.print(Precision.BF16, expected, List.of(2.05, 0.96)));
    assertFalse(LossCurve.print(Precision.BF16, expected, List.of(Double.NaN, 1.0)));
    assertFalse(LossCurve.print(Precision.BF16, expected, List.of(2.0, Double.NaN)));
  }
}
