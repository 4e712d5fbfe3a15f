package io.github.vgg4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.tensor.RandomStreams.Purpose;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The known answers are those of Random123's file kat_vectors, for philox4x32 with 10 rounds. */
class RandomStreamsTest {

  @Test
  void zerosGiveTheKnownAnswer() {
    int[] out = new int[4];

    RandomStreams.philox(0, 0, 0, 0, 0, 0, out);

    assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, out);
  }

  @Test
  void onesGiveTheKnownAnswer() {
    int[] out = new int[4];

    RandomStreams.philox(-1, -1, -1, -1, -1, -1, out);

    assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, out);
  }

  @Test
  void digitsOfPiGiveTheKnownAnswer() {
    int[] out = new int[4];

    RandomStreams.philox(
        0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, out);

    assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, out);
  }

  @Test
  void initializationOfSeedZeroStartsAtTheZeroCounter() {
    int[] out = new int[4];

    new RandomStreams(0).draw(Purpose.INITIALIZATION, 0, 0, out);

    assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, out);
  }

  @Test
  void purposeStreamAndUpperIndexAllMatter() {
    RandomStreams streams = new RandomStreams(42);
    int[] base = new int[4];
    streams.draw(Purpose.SHUFFLE, 1, 2, base);

    int[] other = new int[4];
    streams.draw(Purpose.DROPOUT, 1, 2, other);
    assertFalse(Arrays.equals(base, other));
    streams.draw(Purpose.SHUFFLE, 2, 2, other);
    assertFalse(Arrays.equals(base, other));
    streams.draw(Purpose.SHUFFLE, 1, 2 | 1L << 32, other);
    assertFalse(Arrays.equals(base, other));
    new RandomStreams(42 | 1L << 32).draw(Purpose.SHUFFLE, 1, 2, other);
    assertFalse(Arrays.equals(base, other));
    streams.draw(Purpose.SHUFFLE, 1, 2, other);
    assertArrayEquals(base, other);
  }

  @Test
  void unitTakesTheUpperBitsAndStaysBelowOne() {
    assertEquals(0f, RandomStreams.unit(0));
    assertEquals(0f, RandomStreams.unit(255));
    assertEquals(0.5f, RandomStreams.unit(0x80000000));
    assertEquals(1 - 0x1p-24f, RandomStreams.unit(-1));
  }

  @Test
  void permutationHoldsEveryNumberOnce() {
    int[] order = new RandomStreams(7).permutation(Purpose.SHUFFLE, 3, 10_000);

    assertArrayEquals(
        IntStream.range(0, 10_000).toArray(), Arrays.stream(order).sorted().toArray());
  }

  @Test
  void permutationIsTheSameForEver() {
    int[] order = new RandomStreams(42).permutation(Purpose.SHUFFLE, 0, 10);

    assertArrayEquals(new int[] {5, 9, 0, 8, 2, 1, 3, 6, 7, 4}, order);
    assertArrayEquals(
        new int[] {3, 7, 9, 1, 2, 8, 6, 4, 0, 5},
        new RandomStreams(42).permutation(Purpose.SHUFFLE, 1, 10));
  }

  @Test
  void permutationsOfNothingAndOfOneAreTrivial() {
    assertArrayEquals(new int[0], new RandomStreams(1).permutation(Purpose.SHUFFLE, 0, 0));
    assertArrayEquals(new int[] {0}, new RandomStreams(1).permutation(Purpose.SHUFFLE, 0, 1));
  }

  @Test
  void permutationPutsEachNumberAtEachPlaceEquallyOften() {
    int[] first = new int[4];
    for (int epoch = 0; epoch < 4_000; epoch++) {
      first[new RandomStreams(5).permutation(Purpose.SHUFFLE, epoch, 4)[0]]++;
    }

    // Mean 1000, standard deviation 27: five of them.
    for (int count : first) {
      assertTrue(Math.abs(count - 1_000) < 137, Arrays.toString(first));
    }
  }

  @Test
  void dropoutGroupsOfDifferentStepsNeverMeet() {
    assertEquals(5L << 32 | 7, RandomStreams.dropoutIndex(5, 7));
    assertEquals(0xFFFFFFFFL, RandomStreams.dropoutIndex(0, -1));
  }
}
