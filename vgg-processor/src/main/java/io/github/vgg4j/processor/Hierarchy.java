package io.github.vgg4j.processor;

import java.util.HashSet;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Looks at what a type extends, where the compiler may have found errors of its own. */
final class Hierarchy {
  private Hierarchy() {}

  /** Whether a supertype exists nowhere or is the type itself, so that nothing can implement it. */
  static boolean isBroken(TypeElement type) {
    return isBroken(type, new HashSet<>());
  }

  private static boolean isBroken(TypeElement type, Set<TypeElement> path) {
    if (!path.add(type)) {
      return true;
    }
    for (TypeMirror parent : type.getInterfaces()) {
      if (parent.getKind() == TypeKind.ERROR
          || (parent instanceof DeclaredType declared
              && declared.asElement() instanceof TypeElement element
              && isBroken(element, path))) {
        return true;
      }
    }
    path.remove(type);
    return false;
  }
}
