package io.github.vgg4j.benchmarks;

import io.github.vgg4j.benchmarks.compare.CompareCommand;
import picocli.CommandLine;

/** Runs the same work on our engines and on others, and prints the tables of docs/benchmarks.md. */
public final class Compare {

  private Compare() {}

  /** {@code --help} says what it takes. */
  public static void main(String... arguments) {
    System.exit(
        new CommandLine(new CompareCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }
}
