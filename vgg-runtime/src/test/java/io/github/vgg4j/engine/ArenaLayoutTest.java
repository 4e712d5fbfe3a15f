package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Arrays that are alive together never share memory; those that are not do. */
final class ArenaLayoutTest {

  @RepeatedTest(value = 100, name = "seed {currentRepetition}")
  void arraysThatLiveTogetherNeverOverlap(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Lifetime> arrays = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(60); i++) {
      arrays.add(array(1 + random.nextInt(5000), random.nextInt(40), random.nextInt(40)));
    }

    long bytes = ArenaLayout.place(arrays);

    for (Lifetime one : arrays) {
      assertEquals(0, one.offset() % 64);
      assertTrue(one.offset() + one.bytes() <= bytes);
      for (Lifetime other : arrays) {
        boolean apart =
            one.offset() + one.bytes() <= other.offset()
                || other.offset() + other.bytes() <= one.offset();
        assertTrue(
            one == other || apart || one.last() < other.first() || other.last() < one.first());
      }
    }
  }

  @Test
  void chainOfArraysTakesTwoPlaces() {
    List<Lifetime> chain = new ArrayList<>();
    for (int step = 0; step < 10; step++) {
      chain.add(array(1024, step, step + 1));
    }

    assertEquals(2048, ArenaLayout.place(chain));
  }

  @Test
  void arrayThatNobodyUsesTakesNoPlace() {
    assertEquals(0, ArenaLayout.place(List.of(new Lifetime(1 << 20))));
  }

  private static Lifetime array(long bytes, int oneStep, int otherStep) {
    Lifetime array = new Lifetime(bytes);
    array.usedAt(oneStep);
    array.usedAt(otherStep);
    return array;
  }
}
