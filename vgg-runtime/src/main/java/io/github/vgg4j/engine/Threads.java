package io.github.vgg4j.engine;

import java.util.OptionalInt;

/** How many threads engines compute with on the CPU. */
public final class Threads {

  /** System property that sets the number; without it every core works. */
  public static final String PROPERTY = "vgg.threads";

  private static final int MOST = 4096;

  private Threads() {}

  /**
   * The number that was set, 1 to 4096; empty where none was.
   *
   * @throws IllegalArgumentException if the property holds anything else
   */
  public static OptionalInt wanted() {
    String text = System.getProperty(PROPERTY, "").strip();
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.matches("[0-9]{1,4}")) {
      int count = Integer.parseInt(text);
      if (count >= 1 && count <= MOST) {
        return OptionalInt.of(count);
      }
    }
    throw new IllegalArgumentException(
        "The system property "
            + PROPERTY
            + " must be a number from 1 to "
            + MOST
            + ", but is '"
            + text
            + "'");
  }
}
