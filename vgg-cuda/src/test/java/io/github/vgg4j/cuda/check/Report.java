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

  /** A failure in one line, which fits a table. */
  static String oneLine(Throwable failure) {
    String words = String.valueOf(failure.getMessage()).replaceAll("[\\s|]+", " ");
    String some =
        words.length() > MOST_OF_A_MESSAGE ? words.substring(0, MOST_OF_A_MESSAGE) + " ..." : words;
    return failure.getClass().getSimpleName() + ": " + some;
  }
}
