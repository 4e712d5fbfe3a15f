package io.github.vgg4j;

/** How a {@link Block} ends: what its 2x2 pool, stride 2, takes from each window. */
public enum Pool {
  /** The largest number: the paper's choice. */
  MAX,
  /** The mean. */
  AVERAGE,
  /** There is no pool; the block keeps height and width. */
  NONE
}
