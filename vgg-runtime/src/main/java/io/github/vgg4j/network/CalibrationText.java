package io.github.vgg4j.network;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.file.CorruptFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A calibration as text in a weight file: {@code features.3=4.25 classifier.0=6.5}. */
final class CalibrationText {

  /** Its name among the file's metadata. */
  static final String KEY = "vgg4j.int8";

  private static final Pattern NUMBER = Pattern.compile("[0-9.]{1,20}(E-?[0-9]{1,2})?");
  private static final int MOST_QUOTED_CHARS = 120;

  private CalibrationText() {}

  static String of(Calibration calibration) {
    return calibration.ranges().entrySet().stream()
        .map(range -> range.getKey() + "=" + range.getValue())
        .collect(Collectors.joining(" "));
  }

  /**
   * What a text says.
   *
   * @throws CorruptFileException if it is no calibration of this plan; the message names file and
   *     entry
   */
  static Calibration parse(Path file, NetworkPlan plan, String text) throws CorruptFileException {
    Map<String, Float> ranges = new LinkedHashMap<>();
    for (String entry : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int equals = entry.indexOf('=');
      String number = entry.substring(equals + 1);
      if (equals < 1 || !NUMBER.matcher(number).matches()) {
        throw fault(file, "'" + quote(entry) + "' is no layer with a range", null);
      }
      if (ranges.put(entry.substring(0, equals), number(file, entry, number)) != null) {
        throw fault(file, "'" + quote(entry) + "' comes twice", null);
      }
    }
    try {
      Calibration calibration = new Calibration(ranges);
      calibration.check(plan);
      return calibration;
    } catch (IllegalArgumentException e) {
      throw fault(file, quote(String.valueOf(e.getMessage())), e);
    }
  }

  private static float number(Path file, String entry, String number) throws CorruptFileException {
    try {
      return Float.parseFloat(number);
    } catch (NumberFormatException e) {
      throw fault(file, "'" + quote(entry) + "' is no layer with a range", e);
    }
  }

  private static CorruptFileException fault(Path file, String fact, @Nullable Exception cause) {
    String message =
        file
            + ": its metadata entry "
            + KEY
            + " is no calibration of this network: "
            + fact
            + ". Calibrate the network again, with 'vgg calibrate'";
    return cause == null
        ? new CorruptFileException(message)
        : new CorruptFileException(message, cause);
  }

  /** Text from a file: no control characters, and not more than fits a line. */
  private static String quote(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() <= MOST_QUOTED_CHARS
        ? clean
        : clean.substring(0, MOST_QUOTED_CHARS) + "...";
  }
}
