package io.github.vgg4j.processor.read;

import io.github.vgg4j.Tap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Reads the taps of an annotated type, inherited ones too. */
public final class TapReader {
  private TapReader() {}

  /** In the order of the members; a tap whose name cannot be read is left to the compiler. */
  static List<TapDeclaration> read(Elements elements, TypeElement type) {
    List<TapDeclaration> taps = new ArrayList<>();
    for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
      annotation(method)
          .map(annotation -> new Mirror(elements, method, annotation))
          .ifPresent(
              tap ->
                  tap.value("value", String.class)
                      .filter(place -> !place.equals(ArchReader.UNRESOLVED))
                      .map(place -> new TapDeclaration(method, place, tap.place("value")))
                      .ifPresent(taps::add));
    }
    return taps;
  }

  /** Whether a type has a tap that is none of these, because it cannot be read. */
  static boolean anyBeside(List<TapDeclaration> taps, Elements elements, TypeElement type) {
    long all =
        ElementFilter.methodsIn(elements.getAllMembers(type)).stream()
            .filter(TapReader::isTapped)
            .count();
    return all > taps.size();
  }

  /**
   * Whether a method bears a tap, readable or not, or what most likely was meant to be one: another
   * annotation of ours, which no method may bear.
   */
  public static boolean isTapped(ExecutableElement method) {
    String ours = Tap.class.getPackageName() + ".";
    return method.getAnnotationMirrors().stream()
        .anyMatch(mirror -> mirror.getAnnotationType().toString().startsWith(ours));
  }

  private static Optional<? extends AnnotationMirror> annotation(ExecutableElement method) {
    return method.getAnnotationMirrors().stream()
        .filter(mirror -> mirror.getAnnotationType().toString().equals(Tap.class.getName()))
        .findFirst();
  }
}
