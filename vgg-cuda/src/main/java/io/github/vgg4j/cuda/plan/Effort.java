package io.github.vgg4j.cuda.plan;

import java.util.Locale;

/** How much is done to find a plan. */
public enum Effort {
  /** Several are made and timed, and the fastest is kept on disk: for what runs again and again. */
  BEST,
  /** The first that needs no compiling, untimed: for what runs once in a while. */
  QUICK;

  /** Names the most that is done, {@code best} if not set. */
  public static final String PROPERTY = "vgg.cuda.plans";

  /**
   * The most that is done in this process.
   *
   * @throws IllegalArgumentException if the property names none
   */
  public static Effort most() {
    String named = System.getProperty(PROPERTY, "best");
    return switch (named) {
      case "best" -> BEST;
      case "quick" -> QUICK;
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "-D%s is %s, but must be best, or quick to open sessions without a search",
                  PROPERTY,
                  named));
    };
  }
}
