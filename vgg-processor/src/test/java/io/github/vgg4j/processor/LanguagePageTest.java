package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The networks that {@code docs/language.md} shows in full compile as they stand there. */
class LanguagePageTest {
  private static final Path PAGE = Path.of("..", "docs", "language.md");
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path work;

  @Test
  void everyInterfaceOfThePageCompiles() throws IOException {
    List<String> snippets =
        CODE.matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .filter(code -> code.contains("interface "))
            .toList();

    assertEquals(2, snippets.size());
    for (String snippet : snippets) {
      Path folder = Files.createTempDirectory(work, "snippet");
      Path file =
          Files.writeString(
              folder.resolve("Snippet.java"),
              "import io.github.vgg4j.*;\nimport io.github.vgg4j.tensor.Tensor;\n"
                  + snippet.replace("public interface", "interface"));
      Compiler.Result result = Compiler.JAVAC.compile(folder.resolve("out"), List.of(file));
      assertEquals(List.of(), result.messages().stream().filter(Message::isError).toList());
      assertTrue(result.success());
    }
  }
}
