package io.github.vgg4j.processor.check;

import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/**
 * Tells the generated class's own types by their names: in the round that makes them they do not
 * exist yet, or only as an earlier build left them, and compilers print types that do not exist
 * with or without what encloses them.
 */
final class GeneratedTypes {
  private static final String NAMES = "Images|Logits|Block\\d+";

  private GeneratedTypes() {}

  /** Whether a type may be this one; one that cannot be told is left to the compiler. */
  static boolean mayBe(TypeMirror type, String name) {
    String simple = simpleName(type);
    return simple.equals(name) || (type.getKind() == TypeKind.ERROR && !simple.matches(NAMES));
  }

  /** Whether a type looks like one of the generated class's. */
  static boolean isOne(TypeMirror type) {
    return simpleName(type).matches(NAMES)
        && (type.getKind() == TypeKind.ERROR || type.toString().matches(".*Network\\.\\w+"));
  }

  /** Whether a type looks like this one. */
  static boolean isOne(TypeMirror type, String name) {
    return isOne(type) && simpleName(type).equals(name);
  }

  private static String simpleName(TypeMirror type) {
    String name = type.toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
