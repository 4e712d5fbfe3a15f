package io.github.vgg4j.cuda.kernel;

/** The second launch of a sum: adds up what the blocks of the first one left in a scratch. */
final class Combine {

  /** 32 columns x 32 rows. */
  static final int BLOCK = 1024;

  private Combine() {}

  /**
   * Column sums of a float32 matrix.
   *
   * @param blocks rows of the matrix
   * @param columns of the matrix
   * @param first receives the sums of the first {@code split} columns
   * @param second receives the others
   */
  static KernelCall sums(
      int blocks, int columns, Place scratch, Place first, int split, Place second) {
    return Launch.of("combine.cu", "combine_sums")
        .whole(blocks)
        .whole(columns)
        .at(scratch, first)
        .whole(split)
        .at(second)
        .grid(tiles(columns), BLOCK, 4L * blocks * columns + 4L * columns);
  }

  /** Blocks for so many columns. */
  static int tiles(int columns) {
    return (columns + 31) / 32;
  }
}
