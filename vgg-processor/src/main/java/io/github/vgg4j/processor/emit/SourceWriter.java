package io.github.vgg4j.processor.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;

/**
 * Writes the files of one network; the sole user of the {@link Filer}. Each file has exactly one
 * originating element, the annotated type, which is what Gradle calls isolating.
 */
public final class SourceWriter {
  /** Networks are found at run time by the files in this folder, one for each. */
  private static final String REGISTRY = "META-INF/vgg4j/networks/";

  private static final String PROCESSOR = "io.github.vgg4j.processor.VggProcessor";

  private final Filer filer;
  private final Elements elements;

  /** Writes through a compiler's filer. */
  public SourceWriter(Filer filer, Elements elements) {
    this.filer = filer;
    this.elements = elements;
  }

  /**
   * Writes the generated class and, unless it is a skeleton, its entry for discovery.
   *
   * @throws IOException if the compiler cannot write
   */
  public void write(NetworkModel model, TypeElement origin) throws IOException {
    TypeSpec.Builder type = new NetworkEmitter(model).type();
    generatedAnnotation(origin)
        .ifPresent(
            name ->
                type.addAnnotation(
                    AnnotationSpec.builder(name).addMember("value", "$S", PROCESSOR).build()));
    JavaFile file =
        JavaFile.builder(model.generated().packageName(), type.build())
            .skipJavaLangImports(true)
            .indent("  ")
            .build();
    write(file.toString(), model.generated().canonicalName(), origin);
    if (model.plan().isPresent()) {
      register(model.generated().reflectionName(), origin);
    }
  }

  /** In one piece: a compiler's writer takes long for the thousand small ones of JavaPoet. */
  private void write(String source, String name, TypeElement origin) throws IOException {
    try (Writer writer = filer.createSourceFile(name, origin).openWriter()) {
      writer.write(source);
    }
  }

  private void register(String binaryName, TypeElement origin) throws IOException {
    try (Writer entry =
        filer
            .createResource(StandardLocation.CLASS_OUTPUT, "", REGISTRY + binaryName, origin)
            .openWriter()) {
      entry.write(binaryName + "\n");
    }
  }

  /** Looked up from the user's module, which may not read {@code java.compiler}. */
  private Optional<ClassName> generatedAnnotation(TypeElement origin) {
    return Optional.ofNullable(
            elements.getTypeElement(
                elements.getModuleOf(origin), "javax.annotation.processing.Generated"))
        .map(ClassName::get);
  }
}
