package io.github.vgg4j.benchmarks;

import io.github.vgg4j.benchmarks.parts.PartsCommand;
import picocli.CommandLine;

/** Measures what a step is made of, part by part, as docs/benchmarks.md explains. */
public final class Parts {

  private Parts() {}

  /** {@code --help} says what it takes. */
  public static void main(String... arguments) {
    System.exit(
        new CommandLine(new PartsCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }
}
