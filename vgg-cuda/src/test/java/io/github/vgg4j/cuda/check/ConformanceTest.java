package io.github.vgg4j.cuda.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a suite's tests, and when it has passed. */
final class ConformanceTest {

  /** One of each kind. */
  static final class Mixed {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void passes(int ignored) {}

    @Test
    void fails() {
      throw new AssertionError("7 is not 8");
    }
  }

  /** Nothing that can run. */
  static final class Skipped {
    @Test
    void one() {
      abort("there is no GPU");
    }

    @Test
    void other() {
      abort("there is no GPU");
    }
  }

  @Test
  void eachTestIsSaidAsItEnds() {
    AtomicBoolean fine = new AtomicBoolean(true);
    String report = MeasuredTest.printed(() -> fine.set(Conformance.run(Mixed.class.getName())));
    assertFalse(fine.get());
    assertTrue(
        report.matches(
            "(?s).*\\[ *[0-9.]+ s\\] ConformanceTest\\$Mixed passes\\(int\\) \\[2\\][^\n]*: passed"
                + " in [0-9.]+ s\n.*"),
        report);
    assertTrue(report.contains("Mixed fails(): FAILED: AssertionError: 7 is not 8 in 0."), report);
    assertTrue(report.contains("2 passed, 1 failed, 0 skipped: FAILED"), report);
  }

  @Test
  void aSuiteInWhichNothingPassedFailed() {
    AtomicBoolean fine = new AtomicBoolean(true);
    String report = MeasuredTest.printed(() -> fine.set(Conformance.run(Skipped.class.getName())));
    assertFalse(fine.get());
    assertEquals(2, report.split("there is no GPU", -1).length, report);
    assertTrue(report.contains("0 passed, 0 failed, 2 skipped: FAILED"), report);
  }

  @Test
  void aSuiteThatPassesPasses() {
    AtomicBoolean fine = new AtomicBoolean();
    MeasuredTest.printed(
        () -> fine.set(Conformance.run(ConformanceTest.class.getName() + "$Fine")));
    assertTrue(fine.get());
  }

  /** Nothing to complain of. */
  static final class Fine {
    @Test
    void passes() {}
  }
}
