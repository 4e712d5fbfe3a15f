package io.github.vgg4j.arch;

import java.util.Locale;

/** Small pieces of the messages. */
final class Text {
  private Text() {}

  /** The same text whatever the user's language. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Height and width as a message prints them: {@code 7x19}. */
  static String sides(Shape map) {
    return map.height() + "x" + map.width();
  }

  /** The part that a place lies in, as a sentence begins with it; of a head the member as well. */
  static String owner(Where where) {
    return switch (where.part()) {
      case HEAD -> where.toString();
      case BLOCK -> Where.block(where.number()).toString();
      case NETWORK, INPUT, BUDGET -> new Where(where.part(), 0, "").toString();
    };
  }

  static String capitalized(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
