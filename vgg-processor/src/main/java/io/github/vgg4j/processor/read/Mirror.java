package io.github.vgg4j.processor.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;

/**
 * One annotation, its members by name, defaults included. Every value is type-checked: a misspelt
 * constant arrives as the String {@code "<error>"} even in an int member.
 */
final class Mirror {
  private final Elements elements;
  private final Element element;
  private final AnnotationMirror mirror;
  private final Map<String, AnnotationValue> written;
  private final Map<String, AnnotationValue> withDefaults;

  Mirror(Elements elements, Element element, AnnotationMirror mirror) {
    this.elements = elements;
    this.element = element;
    this.mirror = mirror;
    this.written = byName(mirror.getElementValues());
    this.withDefaults = byName(elements.getElementValuesWithDefaults(mirror));
  }

  boolean written(String member) {
    return written.containsKey(member);
  }

  /** The place of a member that was written; else of the whole annotation. */
  SourceRef place(String member) {
    return new SourceRef(element, mirror, written.get(member));
  }

  SourceRef place() {
    return new SourceRef(element, mirror, null);
  }

  Optional<AnnotationValue> value(String member) {
    return Optional.ofNullable(withDefaults.get(member));
  }

  <T> Optional<T> value(String member, Class<T> type) {
    return value(member).flatMap(value -> as(value, type));
  }

  /** A list member; the braces may be missing around a single value. */
  Optional<List<AnnotationValue>> list(String member) {
    return value(member)
        .map(
            value ->
                value.getValue() instanceof List<?> many
                    ? many.stream().map(AnnotationValue.class::cast).toList()
                    : List.of(value));
  }

  Optional<Mirror> annotation(AnnotationValue value) {
    return as(value, AnnotationMirror.class).map(nested -> new Mirror(elements, element, nested));
  }

  static <T> Optional<T> as(AnnotationValue value, Class<T> type) {
    return Optional.of(value.getValue()).filter(type::isInstance).map(type::cast);
  }

  /** Of a member that stands there twice, the first. */
  private static Map<String, AnnotationValue> byName(
      Map<? extends ExecutableElement, ? extends AnnotationValue> values) {
    Map<String, AnnotationValue> byName = new HashMap<>();
    values.forEach((member, value) -> byName.putIfAbsent(member.getSimpleName().toString(), value));
    return byName;
  }
}
