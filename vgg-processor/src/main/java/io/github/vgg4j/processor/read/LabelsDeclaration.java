package io.github.vgg4j.processor.read;

import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;

/**
 * The enum that a head names for its labels.
 *
 * @param type the enum
 * @param at where the head names it
 */
public record LabelsDeclaration(TypeElement type, SourceRef at) {

  /** Names of the constants, in order. */
  public List<String> constants() {
    return type.getEnclosedElements().stream()
        .filter(element -> element.getKind() == ElementKind.ENUM_CONSTANT)
        .map(Element::getSimpleName)
        .map(Object::toString)
        .toList();
  }
}
