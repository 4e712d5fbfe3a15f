package io.github.vgg4j.benchmarks.compare;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a child says to its parent, one line each on standard output; whatever else libraries print
 * there is passed over. The parent says {@code run N}, {@code logits} and {@code quit}.
 */
sealed interface Reply {

  /** Opens every line of ours. */
  String MARK = "@vgg ";

  /** What stands between numbers. */
  Pattern SPACES = Pattern.compile(" +");

  /** The first step is done. */
  record First(String version) implements Reply {}

  /** Seconds of each step of a turn, or the logits, whichever was asked for. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares or prints it.
  record Numbers(double[] values) implements Reply {}

  /** It cannot go on. */
  record Failed(String reason) implements Reply {}

  /** The line of a reply. */
  static String line(Reply reply) {
    if (reply instanceof First first) {
      return MARK + "first " + oneLine(first.version());
    }
    if (reply instanceof Failed failed) {
      return MARK + "failed " + oneLine(failed.reason());
    }
    return MARK
        + Arrays.stream(((Numbers) reply).values())
            .mapToObj(Double::toString)
            .collect(Collectors.joining(" ", "numbers ", ""));
  }

  /** The reply of a line; empty if the line is none. */
  static Optional<Reply> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String text = line.substring(MARK.length()).strip();
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1);
    return switch (word) {
      case "first" -> Optional.of(new First(rest));
      case "failed" -> Optional.of(new Failed(rest));
      case "numbers" -> Optional.of(numbers(rest));
      default -> Optional.empty();
    };
  }

  private static Reply numbers(String text) {
    try {
      return new Numbers(
          text.isEmpty()
              ? new double[0]
              : SPACES.splitAsStream(text).mapToDouble(Double::parseDouble).toArray());
    } catch (NumberFormatException e) {
      return new Failed("it answered what is no number: " + e.getMessage());
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
