package io.github.vgg4j.tensor;

/**
 * The generator of {@link RandomStreams} for many counters in a row, side by side in arrays: the
 * same numbers several times as fast, because the loops over the lanes become vector instructions.
 */
final class PhiloxLanes {

  /** Counters that are worked on together. */
  static final int LANES = 128;

  private static final long WORD = 0xFFFFFFFFL;

  private final long[] word0 = new long[LANES];
  private final long[] word1 = new long[LANES];
  private final long[] word2 = new long[LANES];
  private final long[] word3 = new long[LANES];

  /**
   * Draws the groups {@code first} to {@code first + LANES - 1} of a stream.
   *
   * @param first its lower 32 bits must not overflow on the way
   */
  void draw(RandomStreams random, RandomStreams.Purpose purpose, int stream, long first) {
    for (int lane = 0; lane < LANES; lane++) {
      word0[lane] = (first + lane) & WORD;
      word1[lane] = first >>> 32;
      word2[lane] = stream & WORD;
      word3[lane] = purpose.word();
    }
    int key0 = (int) random.seed();
    int key1 = (int) (random.seed() >>> 32);
    for (int round = 0; round < RandomStreams.ROUNDS; round++) {
      round(word0, word1, word2, word3, key0 & WORD, key1 & WORD);
      key0 += RandomStreams.WEYL_0;
      key1 += RandomStreams.WEYL_1;
    }
  }

  /** One of the four random words of a lane, 0 to 3, in the lower half of a long. */
  long word(int lane, int number) {
    return switch (number) {
      case 0 -> word0[lane];
      case 1 -> word1[lane];
      case 2 -> word2[lane];
      default -> word3[lane];
    };
  }

  /** As {@link RandomStreams#philox}, for every lane. */
  private static void round(long[] c0, long[] c1, long[] c2, long[] c3, long key0, long key1) {
    for (int lane = 0; lane < LANES; lane++) {
      long product0 = (RandomStreams.MULTIPLIER_0 & WORD) * c0[lane];
      long product1 = (RandomStreams.MULTIPLIER_1 & WORD) * c2[lane];
      c0[lane] = (product1 >>> 32) ^ c1[lane] ^ key0;
      c2[lane] = (product0 >>> 32) ^ c3[lane] ^ key1;
      c1[lane] = product1 & WORD;
      c3[lane] = product0 & WORD;
    }
  }
}
