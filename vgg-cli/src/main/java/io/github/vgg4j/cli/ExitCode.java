package io.github.vgg4j.cli;

/** What the command tells the shell. */
final class ExitCode {

  /** All is done. */
  static final int DONE = 0;

  /** It was tried and failed: a missing file, a full disk, an engine that cannot run. */
  static final int FAILED = 1;

  /** It was asked for wrongly: an unknown option, network or number. */
  static final int WRONG_USE = 2;

  private ExitCode() {}
}
