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

  /** Four blocks of 256 threads for each processor of an H100. */
  private static final int MOST_BLOCKS = 4 * 132;

  /** Rows that a thread adds up before a block is worth its reduction. */
  private static final int ROWS_OF_A_THREAD = 4;

  static Columns of(NumberType type, long rows, int channels) {
    int vector = Launch.vector(type, channels);
    int vectors = channels / vector;
    int tiles = (vectors + MOST_LANES - 1) / MOST_LANES;
    int lanes = (vectors + tiles - 1) / tiles;
    long rowsOfABlock = (long) (Launch.BLOCK / lanes) * ROWS_OF_A_THREAD;
    long wanted = (rows + rowsOfABlock - 1) / rowsOfABlock;
    int blocks = (int) Math.max(1, Math.min(wanted, MOST_BLOCKS / tiles));
    return new Columns(vector, lanes, tiles, blocks);
  }

  /** Most blocks that share the rows, whichever the type. */
  static int mostBlocks(long rows, int channels) {
    int blocks = 0;
    for (NumberType type : NumberType.values()) {
      blocks = Math.max(blocks, of(type, rows, channels).blocks());
    }
    return blocks;
  }

  int grid() {
    return tiles * blocks;
  }
}
