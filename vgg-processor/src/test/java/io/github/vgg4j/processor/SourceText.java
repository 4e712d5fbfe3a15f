package io.github.vgg4j.processor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The source of one annotated type, and the edits that a user's hand would make in it: finds
 * annotations, their members and the elements of lists by their brackets.
 */
record SourceText(String text) {

  /** A part of the text, from {@code start} to before {@code end}. */
  record Span(int start, int end) {
    boolean contains(int at) {
      return start <= at && at < end;
    }
  }

  String part(Span span) {
    return text.substring(span.start(), span.end());
  }

  SourceText replace(Span span, String by) {
    return new SourceText(text.substring(0, span.start()) + by + text.substring(span.end()));
  }

  /** The annotation with this name that stands first. */
  Span annotation(String name) {
    return annotationAt(text.indexOf("@" + name));
  }

  /** The smallest annotation around a place. */
  Span annotationAround(int place) {
    int at = place;
    while (at >= 0) {
      at = text.lastIndexOf('@', at);
      Span span = annotationAt(at);
      if (span.contains(place)) {
        return span;
      }
      at--;
    }
    throw new IllegalArgumentException("No annotation around " + place + " in\n" + text);
  }

  String nameOf(Span annotation) {
    return part(annotation).replaceAll("(?s)@(\\w+).*", "$1");
  }

  /** The value of a member, where it is written. */
  Optional<Span> member(Span annotation, String name) {
    for (Span item : items(annotation)) {
      if (part(item).matches("(?s)" + name + " = .*")) {
        return Optional.of(new Span(item.start() + name.length() + 3, item.end()));
      }
    }
    return Optional.empty();
  }

  /** Writes a member, in place of its old value or behind the others. */
  SourceText with(Span annotation, String name, String value) {
    Optional<Span> written = member(annotation, name);
    if (written.isPresent()) {
      return replace(written.get(), value);
    }
    if (!part(annotation).endsWith(")")) {
      return replace(
          new Span(annotation.end(), annotation.end()), "(" + name + " = " + value + ")");
    }
    String comma = items(annotation).isEmpty() ? "" : ", ";
    int end = annotation.end() - 1;
    return replace(new Span(end, end), comma + name + " = " + value);
  }

  /** Writes a member of an annotation that is itself a member, which may not be there yet. */
  SourceText with(Span annotation, String nested, String type, String name, String value) {
    Optional<Span> written = member(annotation, nested);
    return written.isPresent()
        ? with(written.get(), name, value)
        : with(annotation, nested, "@" + type + "(" + name + " = " + value + ")");
  }

  SourceText without(Span annotation, String name) {
    List<Span> items = items(annotation);
    for (Span item : items) {
      if (part(item).startsWith(name + " = ")) {
        return without(items, item);
      }
    }
    throw new IllegalArgumentException("No " + name + " in " + part(annotation));
  }

  /** Without one item of a list, and the comma that it leaves behind. */
  SourceText without(List<Span> items, Span item) {
    int index = items.indexOf(item);
    if (index + 1 < items.size()) {
      return replace(new Span(item.start(), items.get(index + 1).start()), "");
    }
    int start = index == 0 ? item.start() : items.get(index - 1).end();
    return replace(new Span(start, item.end()), "");
  }

  /** What stands between the brackets of an annotation or of a list, cut at its commas. */
  List<Span> items(Span bracketed) {
    List<Span> items = new ArrayList<>();
    int open = bracketed.start();
    while (open < bracketed.end() && text.charAt(open) != '(' && text.charAt(open) != '{') {
      open++;
    }
    int from = open + 1;
    int depth = 0;
    for (int at = open + 1; at < bracketed.end(); at = next(at)) {
      char c = text.charAt(at);
      depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
      if ((c == ',' && depth == 0) || depth < 0) {
        add(items, from, at);
        from = at + 1;
      }
    }
    return items;
  }

  private void add(List<Span> items, int from, int to) {
    String item = text.substring(from, to);
    if (!item.isBlank()) {
      int start = from + item.length() - item.stripLeading().length();
      items.add(new Span(start, start + item.strip().length()));
    }
  }

  private Span annotationAt(int start) {
    int at = start + 1;
    while (Character.isJavaIdentifierPart(text.charAt(at)) || text.charAt(at) == '.') {
      at++;
    }
    if (text.charAt(at) != '(') {
      return new Span(start, at);
    }
    int depth = 0;
    do {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      at = next(at);
    } while (depth > 0);
    return new Span(start, at);
  }

  /** The place behind a character, or behind a whole string literal. */
  private int next(int at) {
    return text.charAt(at) == '"' ? text.indexOf('"', at + 1) + 1 : at + 1;
  }
}
