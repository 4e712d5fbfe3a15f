package io.github.vgg4j.cuda.check;

import java.util.Locale;

/** Lines of the report, written so that every machine writes numbers alike. */
final class Report {

  static final double MILLI = 1e3;

  private static final int MOST_OF_A_MESSAGE = 300;

  private Report() {}

  static void line(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /**
   * Does a piece of work; where that fails says so, and lets the next piece begin.
   *
   * @return whether it was done
   */
  static boolean attempt(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      line("%nFAILED: %s%n", oneLine(e));
      e.printStackTrace(System.out);
      return false;
    }
  }

  /** A failure in one line, which fits a table. */
  static String oneLine(Throwable failure) {
    String words = String.valueOf(failure.getMessage()).replaceAll("[\\s|]+", " ");
    String some =
        words.length() > MOST_OF_A_MESSAGE ? words.substring(0, MOST_OF_A_MESSAGE) + " ..." : words;
    return failure.getClass().getSimpleName() + ": " + some;
  }
}
