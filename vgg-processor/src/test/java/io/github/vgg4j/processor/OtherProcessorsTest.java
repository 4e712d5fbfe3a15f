package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The processor among others: it takes nothing from them, and reads what they generate. */
class OtherProcessorsTest {
  private static final String NETWORK =
      """
      @io.github.vgg4j.VggArch(
          config = "8 M",
          input = @io.github.vgg4j.Input(height = 8, width = 8)%s)
      interface Net%s {}
      """;

  @TempDir private Path work;

  @ParameterizedTest
  @EnumSource
  void annotationIsLeftToOthers(Compiler compiler) throws IOException {
    Generating other = new Generating("", "");

    Compiler.Result result = compile(compiler, NETWORK.formatted("", ""), other);

    assertTrue(result.success(), result.messages()::toString);
    assertEquals(List.of("io.github.vgg4j.VggArch"), other.seen);
  }

  @ParameterizedTest
  @EnumSource
  void networkThatAnotherProcessorGeneratesIsRead(Compiler compiler) throws IOException {
    Generating other = new Generating("Net", NETWORK.formatted("", ""));

    Compiler.Result result = compile(compiler, "class User { NetNetwork.Block1 features; }", other);

    assertTrue(result.success(), result.messages()::toString);
    assertTrue(result.generated().containsKey("NetNetwork.java"));
  }

  @ParameterizedTest
  @EnumSource
  void skeletonDoesNotPassForANetworkWhoseLabelsComeLater(Compiler compiler) throws IOException {
    Generating other = new Generating("Answer", "enum Answer { YES, NO }");
    String head = ", head = @io.github.vgg4j.Head(labels = Answer.class)";

    assertTooEarly(compile(compiler, NETWORK.formatted(head, ""), other));
  }

  @ParameterizedTest
  @EnumSource
  void skeletonDoesNotPassForANetworkWhoseParentComesLater(Compiler compiler) throws IOException {
    Generating other = new Generating("Parent", "interface Parent {}");

    assertTooEarly(compile(compiler, NETWORK.formatted("", " extends Parent"), other));
  }

  private static void assertTooEarly(Compiler.Result result) {
    assertFalse(result.success());
    assertEquals(
        List.of("[Vgg/ReadTooEarly]"),
        result.messages().stream()
            .filter(Compiler.Message::isError)
            .map(Compiler.Message::tag)
            .toList());
  }

  private Compiler.Result compile(Compiler compiler, String source, Generating other)
      throws IOException {
    Path file = Files.writeString(work.resolve("Source.java"), source);
    return compiler.compile(work.resolve("out"), List.of(file), List.of(new VggProcessor(), other));
  }

  /** Notes which annotations it is shown, and generates one file in the first round. */
  @SupportedAnnotationTypes("*")
  private static final class Generating extends AbstractProcessor {
    private final List<String> seen = new ArrayList<>();
    private final String name;
    private final String source;
    private boolean done;

    Generating(String name, String source) {
      this.name = name;
      this.source = source;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      annotations.stream()
          .map(TypeElement::toString)
          .filter(annotation -> annotation.endsWith("VggArch"))
          .forEach(seen::add);
      if (!done && !name.isEmpty()) {
        try (Writer file = processingEnv.getFiler().createSourceFile(name).openWriter()) {
          file.write(source);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      done = true;
      return false;
    }
  }
}
