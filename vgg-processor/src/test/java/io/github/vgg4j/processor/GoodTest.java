package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Fixtures.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case in {@code good/} compiles without a word, and its generated classes are byte for byte
 * those in {@code expected/}; run with {@code -Dgolden.update=true} to write those anew.
 */
class GoodTest {
  private static final Path EXPECTED = Fixtures.RESOURCES.resolve("expected");

  @TempDir private Path work;

  static List<Case> cases() {
    return Fixtures.in("good");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void javacCompilesCleanlyAndWritesTheExpectedClasses(Case good) throws IOException {
    // Without "processing": javac would warn that a processor that claims nothing claimed nothing.
    Compiler.Result result =
        Compiler.JAVAC.compile(work, good.files(), "-Xlint:all,-processing", "-Werror");

    assertEquals(List.of(), result.messages());
    assertTrue(result.success(), result::log);
    for (Map.Entry<String, String> generated : result.generated().entrySet()) {
      Path golden = EXPECTED.resolve(generated.getKey());
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, generated.getValue());
      }
      assertEquals(Files.readString(golden), generated.getValue());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void ecjWritesTheSame(Case good) {
    Compiler.Result javac = Compiler.JAVAC.compile(work.resolve("javac"), good.files());
    Compiler.Result ecj = Compiler.ECJ.compile(work.resolve("ecj"), good.files());

    assertEquals(List.of(), ecj.messages().stream().filter(Compiler.Message::isError).toList());
    assertEquals(List.of(), ecj.ours());
    assertTrue(ecj.success(), ecj::log);
    assertEquals(javac.generated(), ecj.generated());
    assertEquals(javac.resources(), ecj.resources());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void orderOfFilesChangesNothing(Case good) {
    List<Path> reversed = new ArrayList<>(good.files());
    Collections.reverse(reversed);

    Compiler.Result once = Compiler.JAVAC.compile(work.resolve("once"), good.files());
    Compiler.Result again = Compiler.JAVAC.compile(work.resolve("again"), reversed);

    assertEquals(once.generated(), again.generated());
    assertEquals(once.resources(), again.resources());
  }
}
