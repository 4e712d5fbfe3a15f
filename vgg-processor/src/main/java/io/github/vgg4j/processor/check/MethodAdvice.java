package io.github.vgg4j.processor.check;

import io.github.vgg4j.processor.read.ArchDeclaration;
import java.util.stream.IntStream;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.ElementFilter;

/** Says what to do about an abstract method that no generated class implements. */
final class MethodAdvice {
  private static final String TENSOR = "io.github.vgg4j.tensor.Tensor";

  private MethodAdvice() {}

  /** Every way out that compiles, without a full stop. */
  static String of(ExecutableElement method, ArchDeclaration declaration) {
    if (!method.getEnclosingElement().equals(declaration.type())) {
      return "Implement it by a default method";
    }
    if (takesImages(method) && GeneratedTypes.isOne(method.getReturnType(), "Logits")) {
      return declares(declaration, "logits")
          ? "Remove it, or make it default"
          : "Rename it to logits, or make it default";
    }
    int block = block(method, declaration);
    return block > 0
        ? "Add @Tap(\"block" + block + "\"), or make it default"
        : "Remove it, or make it default";
  }

  /** The block whose features a method can give; 0 where it has not the form of a tap. */
  private static int block(ExecutableElement method, ArchDeclaration declaration) {
    int blocks = declaration.architecture().blocks().size();
    if (!takesImages(method)) {
      return 0;
    }
    if (method.getReturnType().toString().equals(TENSOR)) {
      return blocks;
    }
    return IntStream.rangeClosed(1, blocks)
        .filter(block -> GeneratedTypes.isOne(method.getReturnType(), "Block" + block))
        .findFirst()
        .orElse(0);
  }

  private static boolean takesImages(ExecutableElement method) {
    return method.getTypeParameters().isEmpty()
        && method.getParameters().size() == 1
        && GeneratedTypes.isOne(method.getParameters().get(0).asType(), "Images");
  }

  private static boolean declares(ArchDeclaration declaration, String name) {
    return ElementFilter.methodsIn(declaration.type().getEnclosedElements()).stream()
        .anyMatch(method -> method.getSimpleName().contentEquals(name));
  }
}
