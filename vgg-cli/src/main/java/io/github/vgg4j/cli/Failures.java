package io.github.vgg4j.cli;

import io.github.vgg4j.train.TrainingException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells the user what went wrong: one paragraph on standard error and the exit code; the stack
 * trace only for those who ask.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final BooleanSupplier verbose;

  Failures(BooleanSupplier verbose) {
    this.verbose = verbose;
  }

  /** The command line itself is wrong. */
  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    wrongUse(command, e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, command.getErr());
    return ExitCode.WRONG_USE;
  }

  /** The command was understood and failed. */
  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    return report(command, e);
  }

  int report(CommandLine command, Throwable e) {
    int code = ExitCode.FAILED;
    if (e instanceof ParameterException wrong) {
      wrongUse(wrong.getCommandLine(), message(wrong));
      code = ExitCode.WRONG_USE;
    } else if (e instanceof UsageException wrong) {
      wrongUse(command, message(wrong));
      code = ExitCode.WRONG_USE;
    } else {
      command.getErr().println("vgg: " + message(e));
    }
    if (verbose.getAsBoolean()) {
      e.printStackTrace(command.getErr());
    }
    return code;
  }

  private static void wrongUse(CommandLine command, String message) {
    PrintWriter err = command.getErr();
    err.println("vgg: " + message);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
  }

  private static String message(Throwable e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    if (cause instanceof OutOfMemoryError) {
      return "Out of memory. Use a smaller --batch, or give Java more: VGG_JAVA_OPTS=-Xmx4g. ("
          + cause.getMessage()
          + ")";
    }
    if (cause instanceof LinkageError) {
      return "The class path is not complete, or a native library cannot be loaded: " + cause;
    }
    if (cause instanceof IOException io) {
      return fileMessage(io);
    }
    String text = e.getMessage();
    boolean spoken =
        e instanceof IllegalStateException
            || e instanceof IllegalArgumentException
            || e instanceof TrainingException
            || e instanceof ParameterException
            || e instanceof UsageException;
    return spoken && text != null
        ? text
        : "This should not happen: " + e + ". Run again with --verbose and report what it prints.";
  }

  /** The JDK's own exceptions have nothing but the path for a message. */
  private static String fileMessage(IOException e) {
    String text = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "There is no file " + text;
    } else if (e instanceof AccessDeniedException) {
      return "Not allowed to read or write " + text;
    } else if (e.getClass() == FileSystemException.class) {
      return "Cannot read or write " + text;
    }
    return e.getMessage() == null ? e.toString() : text;
  }
}
