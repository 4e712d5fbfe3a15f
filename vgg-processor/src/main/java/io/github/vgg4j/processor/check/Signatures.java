package io.github.vgg4j.processor.check;

import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;

/** Prints methods for a message. */
final class Signatures {
  private Signatures() {}

  /** Without packages: {@code float[] predict(float[])}. */
  static String of(ExecutableElement method) {
    String parameters =
        method.getParameters().stream()
            .map(parameter -> parameter.asType().toString())
            .collect(Collectors.joining(", "));
    String signature =
        method.getReturnType() + " " + method.getSimpleName() + "(" + parameters + ")";
    return signature.replaceAll("\\w+\\.(?=\\w)", "");
  }
}
