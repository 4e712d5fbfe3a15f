package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes how far an architecture flowed, one line for the input and one for each block, the last
 * one marked: the lines below a message.
 */
final class FlowTrace {
  private static final String INDENT = "    ";
  private static final String MARK = " -> ";

  private FlowTrace() {}

  /**
   * The flow up to the block that could not halve.
   *
   * @param shapes the input, then the output of each block that could
   * @param channels what the failing block would give
   */
  static List<String> stopped(List<Shape> shapes, int channels) {
    List<String[]> rows = rows(shapes);
    rows.add(new String[] {"block " + shapes.size(), Integer.toString(channels), "?", ""});
    return print(rows);
  }

  /** The flow up to the block whose output is the last shape. */
  static List<String> reached(List<Shape> shapes) {
    return print(rows(shapes));
  }

  private static List<String[]> rows(List<Shape> shapes) {
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      rows.add(
          new String[] {
            i == 0 ? "input" : "block " + i,
            Integer.toString(shape.channels()),
            Integer.toString(shape.height()),
            Integer.toString(shape.width())
          });
    }
    return rows;
  }

  private static List<String> print(List<String[]> rows) {
    int[] widths = new int[4];
    for (String[] row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row[column].length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(lines.size() == rows.size() - 1 ? MARK : INDENT);
      line.append(row[0]).append(" ".repeat(widths[0] - row[0].length()));
      for (int column = 1; column < widths.length; column++) {
        if (!row[column].isEmpty()) {
          line.append(column == 1 ? " " : " x ")
              .append(" ".repeat(widths[column] - row[column].length()))
              .append(row[column]);
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
