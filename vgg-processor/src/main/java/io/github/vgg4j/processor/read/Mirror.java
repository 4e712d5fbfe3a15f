package io.github.vgg4j.processor.read;

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

  Mirror(Elements elements, Element element, AnnotationMirror mirror) {
    this.elements = elements;
    this.element = element;
    this.mirror = mirror;
  }

  boolean written(String member) {
    return find(mirror.getElementValues(), member).isPresent();
  }

  /** The place of a member that was written; else of the whole annotation. */
  SourceRef place(String member) {
    return new SourceRef(element, mirror, find(mirror.getElementValues(), member).orElse(null));
  }

  SourceRef place() {
    return new SourceRef(element, mirror, null);
  }

  Optional<AnnotationValue> value(String member) {
    return find(elements.getElementValuesWithDefaults(mirror), member);
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

  private static Optional<AnnotationValue> find(
      Map<? extends ExecutableElement, ? extends AnnotationValue> values, String member) {
    for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
        values.entrySet()) {
      if (entry.getKey().getSimpleName().contentEquals(member)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }
}
