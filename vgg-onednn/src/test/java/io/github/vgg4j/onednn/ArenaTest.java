package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Arrays that are alive together never share memory; those that are not do. */
final class ArenaTest {

  @RepeatedTest(value = 100, name = "seed {currentRepetition}")
  void arraysThatLiveTogetherNeverOverlap(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Storage> storages = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(60); i++) {
      storages.add(storage(1 + random.nextInt(5000), random.nextInt(40), random.nextInt(40)));
    }

    long bytes = ArenaLayout.place(storages);

    for (Storage one : storages) {
      assertEquals(0, one.offset() % 64);
      assertTrue(one.offset() + one.bytes() <= bytes);
      for (Storage other : storages) {
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
    List<Storage> chain = new ArrayList<>();
    for (int step = 0; step < 10; step++) {
      chain.add(storage(1024, step, step + 1));
    }

    assertEquals(2048, ArenaLayout.place(chain));
  }

  @Test
  void arrayThatNobodyUsesTakesNoPlace() {
    assertEquals(0, ArenaLayout.place(List.of(new Storage(1 << 20))));
  }

  private static Storage storage(long bytes, int oneStep, int otherStep) {
    Storage storage = new Storage(bytes);
    storage.usedAt(oneStep);
    storage.usedAt(otherStep);
    return storage;
  }
}
