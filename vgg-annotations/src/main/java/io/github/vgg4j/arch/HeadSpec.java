package io.github.vgg4j.arch;

import java.util.List;

/**
 * The asked-for dense layers at the end.
 *
 * @param hidden sizes of the hidden layers, each with ReLU and dropout; may be empty
 * @param dropout probability that training zeroes a hidden number
 * @param classes number of logits
 * @param pool height and width, or one side of a square, that the last map is averaged to; empty
 *     for no such pool
 */
public record HeadSpec(List<Integer> hidden, double dropout, int classes, List<Integer> pool) {
  public HeadSpec {
    hidden = List.copyOf(hidden);
    pool = List.copyOf(pool);
  }

  HeadSpec withHidden(List<Integer> sizes) {
    return new HeadSpec(sizes, dropout, classes, pool);
  }

  HeadSpec withDropout(double rate) {
    return new HeadSpec(hidden, rate, classes, pool);
  }

  HeadSpec withClasses(int count) {
    return new HeadSpec(hidden, dropout, count, pool);
  }

  HeadSpec withPool(List<Integer> sides) {
    return new HeadSpec(hidden, dropout, classes, sides);
  }
}
