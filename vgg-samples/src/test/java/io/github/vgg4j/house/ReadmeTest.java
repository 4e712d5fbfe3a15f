package io.github.vgg4j.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the README shows of a project of one's own stands in the projects of {@code src/it}, which
 * Maven builds and runs as their users would: so what the README says is what was tried.
 */
class ReadmeTest {

  private static final Path PROJECTS = Path.of("src", "it");
  private static final Path GOOD = PROJECTS.resolve(Path.of("good", "src", "main", "java", "shop"));
  private static final Pattern SNIPPET = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");

  @ParameterizedTest
  @ValueSource(strings = {"good", "bad", "incremental"})
  void itsMavenBuildIsThatOfTheProjects(String project) throws IOException {
    assertHolds(PROJECTS.resolve(project).resolve("pom.xml"), snippet("<dependencies>"));
  }

  @Test
  void itsNetworkIsThatOfTheGoodProject() throws IOException {
    List<String> paragraphs = paragraphs(snippet("interface ShoeVgg"));

    assertEquals(2, paragraphs.size());
    assertHolds(GOOD.resolve("Shoe.java"), paragraphs.get(0));
    assertHolds(GOOD.resolve("ShoeVgg.java"), paragraphs.get(1));
  }

  @Test
  void itsTrainingIsThatOfTheGoodProject() throws IOException {
    List<String> paragraphs = paragraphs(snippet("ShoeVggNetwork.create"));

    assertEquals(3, paragraphs.size());
    for (String paragraph : paragraphs) {
      assertHolds(GOOD.resolve("Train.java"), withoutEnd(paragraph));
    }
  }

  @Test
  void itsCommandIsThatOfTheGoodProject() throws IOException {
    String goals = property("invoker.properties", "invoker.goals");
    String arguments = property("summary.properties", "exec.args");

    String command = "mvn " + goals + " -Dexec.args=\"" + arguments + "\"";
    assertTrue(snippet("exec:java").startsWith(command), command);
  }

  @Test
  void itsErrorIsThatOfTheBadProject() throws IOException {
    assertEquals(Files.readString(PROJECTS.resolve("bad/javac.txt")), snippet("SpatialUnderflow"));
  }

  /** The one snippet of the README that has some text in it. */
  private static String snippet(String text) throws IOException {
    List<String> found =
        SNIPPET
            .matcher(Files.readString(Path.of("..", "README.md")))
            .results()
            .map(MatchResult::group)
            .map(snippet -> snippet.substring(snippet.indexOf('\n') + 1, snippet.length() - 3))
            .filter(snippet -> snippet.contains(text))
            .toList();
    assertEquals(1, found.size(), "snippets of the README with " + text);
    return found.get(0);
  }

  private static List<String> paragraphs(String snippet) {
    return List.of(snippet.split("\\n\\n+"));
  }

  /** Without the brace at the end, before which the program does more than the README. */
  private static String withoutEnd(String paragraph) {
    return paragraph.replaceFirst("(\\.\\.\\. )?}\\s*$", "");
  }

  private static void assertHolds(Path file, String text) throws IOException {
    String content = Files.readString(file);
    assertTrue(
        words(content).contains(words(text)),
        () -> file + " does not hold this of the README:\n" + text);
  }

  /** White space is each file's own matter. */
  private static String words(String text) {
    return text.replaceAll("\\s+", "");
  }

  private static String property(String file, String key) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(PROJECTS.resolve("good").resolve(file))) {
      properties.load(reader);
    }
    return properties.getProperty(key);
  }
}
