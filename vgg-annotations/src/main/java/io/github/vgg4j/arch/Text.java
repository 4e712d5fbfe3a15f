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

  /** The part that a place lies in, as a sentence begins with it. */
  static String owner(Where where) {
    return new Where(where.part(), where.part() == Where.Part.BLOCK ? where.number() : 0, "")
        .toString();
  }
}
