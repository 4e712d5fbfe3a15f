package io.github.vgg4j.processor.read;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * Where to complain. The mirror is the innermost annotation that was written: javac finds nested
 * values either way, ECJ only so.
 *
 * @param element what the annotations stand on
 * @param mirror the annotation, or null for the element itself
 * @param value one of the annotation's values, or null for the whole of it
 */
public record SourceRef(
    Element element, @Nullable AnnotationMirror mirror, @Nullable AnnotationValue value) {

  /** The element itself. */
  public static SourceRef to(Element element) {
    return new SourceRef(element, null, null);
  }
}
