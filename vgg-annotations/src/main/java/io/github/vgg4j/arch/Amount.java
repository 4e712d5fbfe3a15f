package io.github.vgg4j.arch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes numbers with a unit: {@code 10M}, {@code 1.5GiB}. */
final class Amount {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([A-Za-z]*)");
  private static final long KILO = 1000;
  private static final long KIBI = 1024;

  private static final Map<String, Long> COUNTS =
      Map.of("", 1L, "K", KILO, "M", KILO * KILO, "G", KILO * KILO * KILO, "T", power(KILO, 4));
  private static final Map<String, Long> SIZES =
      Map.of(
          "KB", KILO,
          "MB", power(KILO, 2),
          "GB", power(KILO, 3),
          "TB", power(KILO, 4),
          "KiB", KIBI,
          "MiB", power(KIBI, 2),
          "GiB", power(KIBI, 3),
          "TiB", power(KIBI, 4));

  private Amount() {}

  /** A count such as {@code 10M}; empty where the text is none. */
  static OptionalLong count(String text) {
    return read(text, COUNTS);
  }

  /** Bytes of a size such as {@code 4GiB}; empty where the text is none. */
  static OptionalLong size(String text) {
    return read(text, SIZES);
  }

  /** A size as messages print it, rounded up: {@code 2.31 GiB}, {@code 784 MiB}. */
  static String size(long bytes) {
    boolean large = bytes >= power(KIBI, 3);
    String unit = large ? (bytes >= power(KIBI, 4) ? "TiB" : "GiB") : "MiB";
    unit = bytes < power(KIBI, 2) ? "KiB" : unit;
    int decimals = large ? 2 : 0;
    BigDecimal number =
        BigDecimal.valueOf(bytes)
            .divide(BigDecimal.valueOf(SIZES.get(unit)), decimals, RoundingMode.CEILING);
    return Text.format("%,." + decimals + "f %s", number, unit);
  }

  private static OptionalLong read(String text, Map<String, Long> units) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches() || !units.containsKey(matcher.group(2))) {
      return OptionalLong.empty();
    }
    BigDecimal exact =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(units.get(matcher.group(2))));
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
    return OptionalLong.of(exact.min(most).setScale(0, RoundingMode.DOWN).longValueExact());
  }

  private static long power(long base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= base;
    }
    return power;
  }
}
