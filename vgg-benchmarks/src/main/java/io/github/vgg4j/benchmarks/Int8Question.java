package io.github.vgg4j.benchmarks;

import io.github.vgg4j.benchmarks.int8.QuestionCommand;
import picocli.CommandLine;

/** Would int8 be fast enough to be worth building? Times its kernels beside those of bfloat16. */
public final class Int8Question {

  private Int8Question() {}

  /** {@code --help} says what it takes. */
  public static void main(String... arguments) {
    System.exit(new CommandLine(new QuestionCommand()).execute(arguments));
  }
}
