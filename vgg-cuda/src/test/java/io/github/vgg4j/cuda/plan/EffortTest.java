package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EffortTest {

  @AfterEach
  void forget() {
    System.clearProperty(Effort.PROPERTY);
  }

  @Test
  void thePropertySaysHowMuchIsDoneAndNothingElseIsTaken() {
    assertEquals(Effort.BEST, Effort.most());
    System.setProperty("vgg.cuda.plans", "quick");
    assertEquals(Effort.QUICK, Effort.most());
    System.setProperty("vgg.cuda.plans", "best");
    assertEquals(Effort.BEST, Effort.most());
    System.setProperty("vgg.cuda.plans", "fast");
    assertEquals(
        "-Dvgg.cuda.plans is fast, but must be best, or quick to open sessions without a search",
        assertThrows(IllegalArgumentException.class, Effort::most).getMessage());
  }
}
