package io.github.vgg4j.benchmarks.parts;

import java.util.List;

/**
 * One row of the table: a part, how long it took each time, and how much it does.
 *
 * @param network whose part it is; empty where it is the machine's
 * @param name what it is, in words
 * @param seconds of each measured time, at least one
 * @param amount what it does in that time
 */
record Part(String network, String name, List<Double> seconds, Amount amount) {

  Part {
    seconds = List.copyOf(seconds);
  }

  /** What an amount counts. */
  enum Unit {
    /** Multiplications and additions. */
    FLOP,
    /** Bytes that have to be read or written. */
    BYTE,
    IMAGE,
    /** Nothing that a rate could be made of. */
    NONE
  }

  /**
   * How much is done.
   *
   * @param size at least 0
   */
  record Amount(double size, Unit unit) {
    static final Amount NONE = new Amount(0, Unit.NONE);
  }
}
