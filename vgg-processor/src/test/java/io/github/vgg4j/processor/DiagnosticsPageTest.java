package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import io.github.vgg4j.processor.Fixtures.Case;
import io.github.vgg4j.processor.check.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page {@code docs/diagnostics.md} shows each code with what javac really said to a fixture;
 * run with {@code -Dgolden.update=true} to write it anew.
 */
class DiagnosticsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "diagnostics.md");
  private static final String EXPECTATION = " *// (ERROR|WARNING) .*";

  @TempDir private Path work;

  /** A message, with the lines of its file. */
  private record Example(Message message, List<String> source) {}

  @Test
  void pageShowsWhatJavacSays() throws IOException {
    Map<DiagnosticCode, Example> examples = examples();

    String page = INTRODUCTION + table() + "\n" + sections(examples);

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page, "Run with -Dgolden.update=true to write the page");
  }

  private static final String INTRODUCTION =
      """
      # What the compiler says

      Every message of the annotation processor, with code that causes it, the message as javac prints
      it, and the fix. This page is written by `DiagnosticsPageTest` from the codes and the fixtures in
      `vgg-processor/src/test/resources/bad`, which run on javac and on Eclipse's compiler.

      A warning is silenced by its name, `@SuppressWarnings("OddHalving")`, or with all the others by
      `@SuppressWarnings("vgg")`, on the interface or on a type around it. Errors cannot be silenced.

      """;

  private static final Map<DiagnosticCode, String> WITHOUT_FIXTURE =
      Map.of(
          DiagnosticCode.READ_TOO_EARLY,
          """
          A label enum, a constant or a supertype that the network names did not exist when the processor
          read it, but does now: another annotation processor has generated it meanwhile.

          ```text
          [Vgg/ReadTooEarly] Net names something that another annotation processor generates. Write it by \
          hand, or generate it in another module.
          ```

          Fix: Write it by hand, or generate it in another module.
          """,
          DiagnosticCode.INTERNAL,
          """
          The processor itself failed, which no code should bring about. The message says on which type and
          ends with a stack trace: please report both.
          """);

  private static String table() {
    StringBuilder table = new StringBuilder("| code | kind |\n|---|---|\n");
    for (DiagnosticCode code : DiagnosticCode.values()) {
      table.append("| [").append(code.tag()).append("](#").append(anchor(code)).append(") | ");
      table.append(code.kind() == Diagnostic.Kind.ERROR ? "error" : "warning").append(" |\n");
    }
    return table.toString();
  }

  private static String anchor(DiagnosticCode code) {
    return code.tag().toLowerCase(java.util.Locale.ROOT);
  }

  private static String sections(Map<DiagnosticCode, Example> examples) {
    StringBuilder sections = new StringBuilder();
    for (DiagnosticCode code : DiagnosticCode.values()) {
      sections.append("\n## ").append(code.tag()).append("\n\n");
      if (WITHOUT_FIXTURE.containsKey(code)) {
        sections.append(WITHOUT_FIXTURE.get(code));
        continue;
      }
      Example example = examples.get(code);
      assertTrue(example != null, () -> "No fixture in bad/ shows " + code);
      String text = example.message().text();
      String said = text.substring(text.indexOf("[Vgg/")).stripTrailing();
      sections.append("```java\n").append(snippet(example)).append("```\n\n");
      sections.append("```text\n").append(said).append("\n```\n\n");
      sections.append("Fix: ").append(fix(said)).append('\n');
    }
    return sections.toString();
  }

  /** What follows the fact in the first line. */
  private static String fix(String said) {
    String first = said.lines().findFirst().orElseThrow();
    String[] sentences = first.split("(?<=\\.) (?=[A-Z])", 2);
    assertEquals(2, sentences.length, () -> "No fix in: " + first);
    return sentences[1];
  }

  /** From the {@code @VggArch} before the message to the declaration behind it. */
  private static String snippet(Example example) {
    List<String> source = example.source();
    int at = (int) example.message().line() - 1;
    int from = at;
    while (from > 0 && !source.get(from).contains("@VggArch")) {
      from--;
    }
    if (from > 0 && source.get(from - 1).contains("@SuppressWarnings")) {
      from--;
    }
    int to = from;
    while (to < source.size() - 1 && (to < at || !declares(source.get(to)))) {
      to++;
    }
    List<String> lines =
        source.subList(from, to + 1).stream()
            .map(line -> line.replaceAll(EXPECTATION, ""))
            .toList();
    int indent = lines.get(0).length() - lines.get(0).stripLeading().length();
    return lines.stream()
        .map(line -> line.isBlank() ? "\n" : line.substring(indent) + "\n")
        .collect(Collectors.joining());
  }

  private static boolean declares(String line) {
    return line.matches("^.*\\b(interface|class|enum|record) \\w+.*$")
        || line.strip().startsWith("@interface");
  }

  /** For each code the first message that javac gives to the fixtures, in their order. */
  private Map<DiagnosticCode, Example> examples() throws IOException {
    Map<DiagnosticCode, Example> examples = new EnumMap<>(DiagnosticCode.class);
    for (Case bad : Fixtures.in("bad")) {
      Path folder = work.resolve(bad.toString());
      for (Message message : Compiler.JAVAC.compile(folder, bad.files()).ours()) {
        DiagnosticCode code =
            Arrays.stream(DiagnosticCode.values())
                .filter(one -> message.tag().equals("[Vgg/" + one.tag() + "]"))
                .findFirst()
                .orElseThrow();
        if (!examples.containsKey(code)) {
          examples.put(code, new Example(message, source(bad, message)));
        }
      }
    }
    return examples;
  }

  private static List<String> source(Case bad, Message message) throws IOException {
    for (Path file : bad.files()) {
      if (file.getFileName().toString().equals(message.file())) {
        return Files.readAllLines(file);
      }
    }
    throw new AssertionError("No place for " + message);
  }
}
