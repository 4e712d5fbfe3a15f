package io.github.vgg4j.tensor;

/**
 * Random numbers without a state: each is a function of the seed, what it is for and its index, so
 * that any thread, any engine and a resumed run draw the same ones.
 *
 * <p>Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
 * (SC 2011), section 3.3: ten rounds of two 32-bit multiplications over a 128-bit counter. The
 * counter is (index low, index high, stream, purpose), the key is the seed.
 *
 * @param seed the one seed of a run
 */
public record RandomStreams(long seed) {

  static final int MULTIPLIER_0 = 0xD2511F53;
  static final int MULTIPLIER_1 = 0xCD9E8D57;
  static final int WEYL_0 = 0x9E3779B9;
  static final int WEYL_1 = 0xBB67AE85;
  static final int ROUNDS = 10;

  /** What random numbers are for; no two uses share a number. */
  public enum Purpose {
    /** Start values of the parameters; the stream is the parameter's place in the plan. */
    INITIALIZATION(0),
    /** Order of the images; the stream is the epoch. */
    SHUFFLE(1),
    /** Changes to the images; the stream is the epoch. */
    AUGMENTATION(2),
    /** Which numbers dropout zeroes; see {@link #dropoutIndex}. */
    DROPOUT(3);

    /** The counter's last word. Part of the format: another number, and no run repeats. */
    private final int word;

    Purpose(int word) {
      this.word = word;
    }

    int word() {
      return word;
    }
  }

  /**
   * Four random ints.
   *
   * @param stream which of the purpose's streams
   * @param index which group of four in the stream
   * @param out receives them at 0 to 3
   */
  public void draw(Purpose purpose, int stream, long index, int[] out) {
    philox(
        (int) index,
        (int) (index >>> 32),
        stream,
        purpose.word,
        (int) seed,
        (int) (seed >>> 32),
        out);
  }

  /** The generator itself: a counter of four words and a key of two give four words. */
  static void philox(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }

  /** A random int as a float in [0, 1): its upper 24 bits. */
  public static float unit(int random) {
    return (random >>> 8) * 0x1p-24f;
  }

  /**
   * The numbers 0 to {@code size - 1} in random order (Fisher and Yates, from the last down).
   *
   * @param stream the epoch, where it orders images
   */
  public int[] permutation(Purpose purpose, int stream, int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    int[] random = new int[4];
    for (int i = size - 1; i > 0; i--) {
      draw(purpose, stream, i, random);
      // 64 random bits, multiplied and shifted: a bias below size / 2^64.
      long bits = ((long) random[0] << 32) | (random[1] & 0xFFFFFFFFL);
      int j = (int) Math.multiplyHigh(bits >>> 1, 2L * (i + 1));
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /**
   * The dropout layer's stream and first group at a training step: layer {@code layer} draws group
   * {@code step << 32 | i} of stream {@code layer}, group i deciding numbers 4i to 4i + 3.
   */
  public static long dropoutIndex(long step, int group) {
    return (step << 32) | (group & 0xFFFFFFFFL);
  }
}
