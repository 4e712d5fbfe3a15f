package io.github.vgg4j.processor.read;

import io.github.vgg4j.Tap;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads the taps of an annotated type, inherited ones too. */
final class TapReader {
  private TapReader() {}

  /** In the order of the members; a tap whose name cannot be read is left to the compiler. */
  static List<TapDeclaration> read(Elements elements, TypeElement type) {
    List<TapDeclaration> taps = new ArrayList<>();
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      for (AnnotationMirror annotation : method.getAnnotationMirrors()) {
        if (annotation.getAnnotationType().toString().equals(Tap.class.getName())) {
          Mirror tap = new Mirror(elements, method, annotation);
          tap.value("value", String.class)
              .filter(place -> !place.equals(ArchReader.UNRESOLVED))
              .ifPresent(place -> taps.add(new TapDeclaration(method, place, tap.place("value"))));
        }
      }
    }
    return taps;
  }
}
