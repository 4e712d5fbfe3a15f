package io.github.vgg4j.cli;

/** Ranges of numbers that users give. */
final class Checks {

  private Checks() {}

  /** Refuses a number below its least. */
  static void atLeast(String option, int least, int value) {
    if (value < least) {
      throw new UsageException(option + " must be at least " + least + ", but is " + value);
    }
  }

  /** Refuses what is no number above 0. */
  static void aboveZero(String option, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new UsageException(option + " must be above 0, but is " + value);
    }
  }
}
