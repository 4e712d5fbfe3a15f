package io.github.vgg4j.processor.read;

import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Reads what {@code @SuppressWarnings} on a type and on the types around it silences. */
public final class Suppressions {
  private Suppressions() {}

  /** Every value of every {@code @SuppressWarnings} that covers a type. */
  public static Set<String> of(TypeElement type) {
    Set<String> values = new HashSet<>();
    for (Element element = type;
        element instanceof TypeElement;
        element = element.getEnclosingElement()) {
      for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
        TypeElement annotation = (TypeElement) mirror.getAnnotationType().asElement();
        if (annotation.getQualifiedName().contentEquals("java.lang.SuppressWarnings")) {
          mirror.getElementValues().values().forEach(value -> addAll(value, values));
        }
      }
    }
    return values;
  }

  private static void addAll(AnnotationValue value, Set<String> values) {
    if (value.getValue() instanceof Iterable<?> many) {
      many.forEach(one -> addAll((AnnotationValue) one, values));
    } else {
      values.add(value.getValue().toString());
    }
  }
}
