package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.vgg4j.processor.Fixtures.Case;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Types in {@code erroneous/} that the compilers refuse in words and numbers of their own: the
 * processor adds nothing, neither a message nor an error in what it generates.
 */
class ErroneousTypesTest {

  @TempDir private Path work;

  static Stream<Arguments> casesAndCompilers() {
    return Fixtures.in("erroneous").stream()
        .flatMap(found -> Stream.of(Compiler.values()).map(each -> Arguments.of(found, each)));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("casesAndCompilers")
  void processorKeepsStill(Case erroneous, Compiler compiler) {
    Compiler.Result result = compiler.compile(work, erroneous.files());

    assertFalse(result.success());
    assertEquals(List.of(), result.ours());
    if (compiler == Compiler.JAVAC) { // ECJ hides a cycle from processors: it shows as no parents
      assertEquals(
          List.of(),
          result.messages().stream()
              .filter(message -> message.file().endsWith("Network.java"))
              .toList());
    }
  }
}
