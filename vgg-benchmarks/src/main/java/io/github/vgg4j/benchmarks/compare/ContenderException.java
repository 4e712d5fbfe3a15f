package io.github.vgg4j.benchmarks.compare;

/** A contender cannot go on; the message is one line that says why. */
final class ContenderException extends Exception {
  private static final long serialVersionUID = 1;

  ContenderException(String message) {
    super(message);
  }
}
