package io.github.vgg4j.arch;

import java.util.Locale;

/**
 * The place in an architecture that a problem is about, in the words of the annotations.
 *
 * @param part which annotation
 * @param number the block, or the hidden layer of the head, counted from 1; 0 where neither is
 *     meant
 * @param member the annotation's member, such as {@code out}; empty for the part as a whole
 */
public record Where(Part part, int number, String member) {

  /** The annotation that a place lies in. */
  public enum Part {
    /** {@code @VggArch} itself: its list of blocks or its width divisor. */
    NETWORK,
    /** {@code @Input}. */
    INPUT,
    /** A {@code @Block}. */
    BLOCK,
    /** {@code @Head}. */
    HEAD,
    /** {@code @Budget}. */
    BUDGET
  }

  /** A member of {@code @VggArch}, or the whole of it where the name is empty. */
  public static Where network(String member) {
    return new Where(Part.NETWORK, 0, member);
  }

  /** A member of {@code @Input}, or the whole of it where the name is empty. */
  public static Where input(String member) {
    return new Where(Part.INPUT, 0, member);
  }

  /** A whole {@code @Block}, counted from 1. */
  public static Where block(int number) {
    return new Where(Part.BLOCK, number, "");
  }

  /** A member of a {@code @Block}, counted from 1. */
  public static Where block(int number, String member) {
    return new Where(Part.BLOCK, number, member);
  }

  /** A member of {@code @Head}, or the whole of it where the name is empty. */
  public static Where head(String member) {
    return new Where(Part.HEAD, 0, member);
  }

  /** One size in the list {@code hidden}, counted from 1. */
  public static Where hidden(int number) {
    return new Where(Part.HEAD, number, "hidden");
  }

  /** A member of {@code @Budget}, or the whole of it where the name is empty. */
  public static Where budget(String member) {
    return new Where(Part.BUDGET, 0, member);
  }

  /**
   * As a sentence begins with it: {@code Block 2: out}, {@code Input height}, {@code widthDivisor}.
   */
  @Override
  public String toString() {
    String name =
        switch (part) {
          case NETWORK -> member.isEmpty() ? "Network" : "";
          case INPUT -> "Input";
          case BLOCK -> "Block " + number + (member.isEmpty() ? "" : ":");
          case HEAD -> "Head";
          case BUDGET -> "Budget";
        };
    String which = part == Part.HEAD && number > 0 ? " layer " + number : "";
    return String.format(Locale.ROOT, "%s %s%s", name, member, which).strip();
  }
}
