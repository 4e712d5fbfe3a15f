package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.data.Augmentation.Change;
import io.github.vgg4j.data.Augmentation.Flip;
import io.github.vgg4j.tensor.RandomStreams;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {

  private static final byte[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  @Test
  void movesRightAndDownAndFillsWithZeros() {
    assertArrayEquals(
        new byte[] {0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 7, 8}, changed(new Change(false, 1, 1)));
  }

  @Test
  void movesLeftAndUp() {
    assertArrayEquals(
        new byte[] {6, 0, 0, 0, 0, 0, 12, 0, 0, 0, 0, 0}, changed(new Change(false, -2, -1)));
  }

  @Test
  void mirrorsBeforeItMoves() {
    assertArrayEquals(
        new byte[] {3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10}, changed(new Change(true, 0, 0)));
    assertArrayEquals(
        new byte[] {0, 3, 2, 0, 6, 5, 0, 9, 8, 0, 12, 11}, changed(new Change(true, 1, 0)));
  }

  @Test
  void drawsEveryMoveAndMirrorsAboutHalf() {
    Augmentation augmentation = Augmentation.flipAndShift(2);
    RandomStreams streams = new RandomStreams(1);
    Set<Change> seen = new HashSet<>();
    int mirrored = 0;
    for (int i = 0; i < 2_000; i++) {
      Change change = augmentation.draw(streams, 0, i, new int[4]);
      seen.add(change);
      mirrored += change.mirrored() ? 1 : 0;
    }

    assertEquals(50, seen.size());
    assertTrue(Math.abs(mirrored - 1_000) < 112, mirrored + " of 2000 mirrored");
  }

  @Test
  void noneChangesNothing() {
    for (int i = 0; i < 100; i++) {
      assertEquals(
          new Change(false, 0, 0), Augmentation.NONE.draw(new RandomStreams(1), 0, i, new int[4]));
    }
  }

  @Test
  void refusesANegativeShift() {
    assertThrows(IllegalArgumentException.class, () -> new Augmentation(Flip.NONE, -1));
  }

  private static byte[] changed(Change change) {
    ByteBuffer target = ByteBuffer.allocate(14);
    Augmentation.apply(change, IMAGE, 2, 2, 3, new byte[3], target, 1);
    byte[] image = new byte[12];
    target.get(1, image);
    return image;
  }
}
