package io.github.vgg4j.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a command writes, and where it runs.
 *
 * @param out standard output
 * @param err standard error
 * @param interactive whether a person watches standard output, who likes a progress bar
 * @param folder that relative paths start from
 */
record Terminal(PrintStream out, PrintStream err, boolean interactive, Path folder) {

  /** A path that the user gave. */
  Path resolve(Path path) {
    return folder.resolve(path).normalize();
  }

  /** A path as the user would write it here. */
  String show(Path path) {
    Path absolute = resolve(path);
    return absolute.startsWith(folder) && !absolute.equals(folder)
        ? folder.relativize(absolute).toString()
        : absolute.toString();
  }

  /** Prints a line, formatted alike in every country. */
  void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }
}
