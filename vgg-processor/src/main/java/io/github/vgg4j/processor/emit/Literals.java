package io.github.vgg4j.processor.emit;

import java.util.Locale;

/** Numbers as generated source and its Javadoc print them. */
final class Literals {
  private Literals() {}

  /** With commas: {@code 22,121,802}. */
  static String grouped(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** As a Java literal: {@code 22_121_802L}. */
  static String longLiteral(long value) {
    return grouped(value).replace(',', '_') + "L";
  }
}
