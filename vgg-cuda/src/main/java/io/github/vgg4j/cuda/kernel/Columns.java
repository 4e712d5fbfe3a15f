package io.github.vgg4j.cuda.kernel;

/**
 * How a block of {@link Launch#BLOCK} threads lies over a matrix of rows x channels: {@code lanes}
 * neighbouring threads take a vector of channels each, and {@code BLOCK / lanes} rows are read at
 * once. A thread keeps its channels, so that what belongs to a channel stays in registers.
 *
 * @param vector channels of a thread
 * @param lanes threads side by side
 * @param tiles blocks side by side that cover all channels
 * @param blocks blocks one below the other that share the rows
 */
record Columns(int vector, int lanes, int tiles, int blocks) {

  /** 32 lanes of 16 bytes are four full lines of memory. */
  private static final int MOST_LANES = 32;

  /** Of an H100. */
  private static final int PROCESSORS = 132;

  /**
   * Blocks for each processor of a launch that leaves a map: a whole number of waves, whether
   * registers let a processor take 3, 4 or 6 blocks at once.
   */
  static final int FOR_A_MAP = 12;

  /** Most blocks for each processor of a launch that leaves sums, which every block costs. */
  static final int MOST_FOR_SUMS = 8;

  /** Rows that a thread adds up before a block is worth its reduction. */
  private static final int ROWS_OF_A_THREAD = 4;

  /**
   * A grid for a matrix.
   *
   * @param blocksOfAProcessor at most; a multiple of those that its registers let a processor take
   *     at once, for of a last wave that is not whole most processors wait for the others
   */
  static Columns of(NumberType type, long rows, int channels, int blocksOfAProcessor) {
    int vector = Launch.vector(type, channels);
    int vectors = channels / vector;
    int tiles = (vectors + MOST_LANES - 1) / MOST_LANES;
    int lanes = (vectors + tiles - 1) / tiles;
    long rowsOfABlock = (long) (Launch.BLOCK / lanes) * ROWS_OF_A_THREAD;
    long wanted = (rows + rowsOfABlock - 1) / rowsOfABlock;
    int blocks = (int) Math.max(1, Math.min(wanted, blocksOfAProcessor * PROCESSORS / tiles));
    return new Columns(vector, lanes, tiles, blocks);
  }

  /** For sums of several arrays: two waves of 4 blocks, or of 3 with 8 numbers for a thread. */
  static int forSumsOfArrays(NumberType type) {
    return type == NumberType.BF16 ? 6 : MOST_FOR_SUMS;
  }

  /** Most blocks that share the rows and leave sums, whichever the type. */
  static int mostBlocks(long rows, int channels) {
    int blocks = 0;
    for (NumberType type : NumberType.values()) {
      blocks = Math.max(blocks, of(type, rows, channels, MOST_FOR_SUMS).blocks());
    }
    return blocks;
  }

  int grid() {
    return tiles * blocks;
  }
}
