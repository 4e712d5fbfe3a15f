package io.github.vgg4j.processor.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * What {@code @SuppressWarnings} on a type and on the types around it silences.
 *
 * @param values all of them
 * @param own those that stand on the type itself
 */
public record Suppressions(Set<String> values, List<Own> own) {

  /** One value, and the list that it stands in. */
  public record Own(String value, SourceRef at) {}

  public Suppressions {
    values = Set.copyOf(values);
    own = List.copyOf(own);
  }

  /** Every value of every {@code @SuppressWarnings} that covers a type. */
  public static Suppressions of(TypeElement type) {
    Set<String> values = new HashSet<>();
    List<Own> own = new ArrayList<>();
    for (Element element = type;
        element instanceof TypeElement;
        element = element.getEnclosingElement()) {
      List<Own> here = on(element);
      here.forEach(silenced -> values.add(silenced.value()));
      if (element.equals(type)) {
        own.addAll(here);
      }
    }
    return new Suppressions(values, own);
  }

  private static List<Own> on(Element element) {
    List<Own> found = new ArrayList<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      TypeElement annotation = (TypeElement) mirror.getAnnotationType().asElement();
      if (annotation.getQualifiedName().contentEquals("java.lang.SuppressWarnings")) {
        for (AnnotationValue value : mirror.getElementValues().values()) {
          add(value, new SourceRef(element, mirror, value), found);
        }
      }
    }
    return found;
  }

  /** A name that the compiler cannot find, or no name at all, is its business. */
  private static void add(AnnotationValue value, SourceRef at, List<Own> found) {
    if (value.getValue() instanceof Iterable<?> many) {
      many.forEach(one -> add((AnnotationValue) one, at, found));
    } else if (value.getValue() instanceof String name && !name.equals(ArchReader.UNRESOLVED)) {
      found.add(new Own(name, at));
    }
  }
}
