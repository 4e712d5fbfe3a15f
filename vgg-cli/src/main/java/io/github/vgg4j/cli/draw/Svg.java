package io.github.vgg4j.cli.draw;

import java.util.Locale;

/** Writes SVG elements; numbers with one decimal, texts escaped. */
final class Svg {

  private final StringBuilder body = new StringBuilder();

  /** Where a text stands at its point. */
  enum Anchor {
    START,
    MIDDLE
  }

  /** A filled polygon with a thin outline; {@code points} are x, y pairs. */
  void polygon(String fill, String stroke, double... points) {
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < points.length; i += 2) {
      list.append(i == 0 ? "" : " ").append(number(points[i])).append(',');
      list.append(number(points[i + 1]));
    }
    body.append(
        "  <polygon points=\"%s\" fill=\"%s\" stroke=\"%s\" stroke-width=\"0.7\" stroke-linejoin=\"round\"/>\n"
            .formatted(list, fill, stroke));
  }

  /** A filled rectangle with round ends. */
  void bar(String fill, double x, double y, double width, double height) {
    body.append(
        "  <rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\" fill=\"%s\"/>\n"
            .formatted(
                number(x),
                number(y),
                number(width),
                number(height),
                number(Math.min(width, height) / 2),
                fill));
  }

  /** A line of text. */
  void text(double x, double y, double size, String style, Anchor anchor, String text) {
    body.append(
        "  <text x=\"%s\" y=\"%s\" font-size=\"%s\"%s%s>%s</text>\n"
            .formatted(
                number(x),
                number(y),
                number(size),
                anchor == Anchor.MIDDLE ? " text-anchor=\"middle\"" : "",
                style.isEmpty() ? "" : " " + style,
                escape(text)));
  }

  /** The whole picture on white. */
  String picture(double width, double height, String title) {
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %2$s" width="%1$s" height="%2$s" \
        font-family="Helvetica, Arial, sans-serif" fill="#222222" role="img" aria-label="%3$s">
          <title>%3$s</title>
          <rect width="%1$s" height="%2$s" rx="10" fill="#ffffff"/>
        %4$s</svg>
        """
        .formatted(number(width), number(height), escape(title), body);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
