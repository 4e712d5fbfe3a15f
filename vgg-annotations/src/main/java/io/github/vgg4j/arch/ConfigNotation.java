package io.github.vgg4j.arch;

import java.util.List;

/**
 * The compact notation, read: {@code "64 M 128 M 256 256 M"}.
 *
 * @param text as the user wrote it
 * @param blocks what it means; where it is wrong, what it most likely means
 * @param spans where each block stands in the text
 * @param problems one for each token that is wrong
 */
public record ConfigNotation(
    String text, List<BlockSpec> blocks, List<Span> spans, List<ArchProblem> problems) {

  /**
   * A part of the text.
   *
   * @param start of the first character, from 0
   * @param end after the last character
   */
  public record Span(int start, int end) {}

  private static final int LONGEST = 100;
  private static final String INDENT = "    ";

  public ConfigNotation {
    blocks = List.copyOf(blocks);
    spans = List.copyOf(spans);
    problems = List.copyOf(problems);
  }

  /** Reads a text; never throws. */
  static ConfigNotation of(String text) {
    return new ConfigParser(text).parse();
  }

  /** The text, or the part around the span where it is long, and a line that marks the span. */
  static List<String> pointer(String text, Span span) {
    int from = text.length() <= LONGEST ? 0 : Math.max(0, span.start() - LONGEST / 2);
    int to = Math.min(text.length(), from + LONGEST);
    int marks = Math.max(1, Math.min(span.end(), to) - span.start());
    return List.of(
        INDENT + text.substring(from, to).replaceAll("\\s", " "),
        INDENT + " ".repeat(span.start() - from) + "^".repeat(marks));
  }

  /** The same for a block, counted from 1. */
  List<String> pointer(int block) {
    return pointer(text, spans.get(block - 1));
  }
}
