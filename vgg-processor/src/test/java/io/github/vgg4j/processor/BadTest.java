package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import io.github.vgg4j.processor.Fixtures.Case;
import io.github.vgg4j.processor.check.DiagnosticCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case in {@code bad/} gives exactly the errors and warnings that its comments name, each on
 * its comment's line, and no other: {@code // ERROR [Vgg/Code]}, {@code // WARNING [Vgg/Code]}, and
 * {@code // ERROR [compiler]} for what the compiler says itself. ECJ knows no place for a message
 * about a record, which a comment adds as {@code unplaced by ECJ}.
 */
class BadTest {
  private static final Pattern EXPECTATION = Pattern.compile("// (ERROR|WARNING) (\\[[\\w/]+])");
  private static final int LONGEST_LINE = 140;

  @TempDir private Path work;

  static Stream<Arguments> casesAndCompilers() {
    return Fixtures.in("bad").stream()
        .flatMap(bad -> Stream.of(Compiler.values()).map(compiler -> Arguments.of(bad, compiler)));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("casesAndCompilers")
  void saysExactlyWhatTheCommentsExpect(Case bad, Compiler compiler) throws IOException {
    Compiler.Result result = compile(bad, compiler);

    assertEquals(
        String.join("\n", expected(bad, compiler)),
        String.join("\n", withoutEchoes(actual(result))),
        () -> all(result));
    result.ours().forEach(BadTest::assertFirstLineFitsAnEditor);
    boolean fails = result.messages().stream().anyMatch(Message::isError);
    assertEquals(!fails, result.success());
  }

  @Test
  void everyCodeHasAFixture() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Case bad : Fixtures.in("bad")) {
      expected(bad, Compiler.JAVAC).forEach(line -> shown.add(line.substring(line.indexOf('['))));
    }
    // ProcessorContractTest makes the processor fail, OtherProcessorsTest generates too late.
    Set<DiagnosticCode> elsewhere =
        EnumSet.of(DiagnosticCode.INTERNAL, DiagnosticCode.READ_TOO_EARLY);
    for (DiagnosticCode code : EnumSet.complementOf(EnumSet.copyOf(elsewhere))) {
      assertTrue(shown.contains("[Vgg/" + code.tag() + "]"), code::tag);
    }
  }

  private static void assertFirstLineFitsAnEditor(Message message) {
    String text = message.text();
    String first = text.substring(text.indexOf("[Vgg/")).lines().findFirst().orElseThrow();
    assertTrue(first.length() <= LONGEST_LINE, first);
  }

  /** Javac must go on after our errors, or it would never come to see what they break. */
  private Compiler.Result compile(Case bad, Compiler compiler) {
    return compiler == Compiler.JAVAC
        ? compiler.compile(work, bad.files(), "-XDshould-stop.ifError=FLOW")
        : compiler.compile(work, bad.files());
  }

  private static List<String> expected(Case bad, Compiler compiler) throws IOException {
    List<String> expectations = new ArrayList<>();
    for (Path file : bad.files()) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        Matcher matcher = EXPECTATION.matcher(line);
        while (matcher.find()) {
          boolean unplaced = line.endsWith("unplaced by " + compiler);
          String place = unplaced ? ":0" : file.getFileName() + ":" + number;
          expectations.add(place + " " + matcher.group(1) + " " + matcher.group(2));
        }
      }
    }
    return expectations.stream().sorted().toList();
  }

  private static List<String> actual(Compiler.Result result) {
    return result.messages().stream()
        .filter(message -> message.isError() || message.isOurs())
        .map(
            message ->
                message.file()
                    + ":"
                    + message.line()
                    + (message.isError() ? " ERROR " : " WARNING ")
                    + message.tag())
        .sorted()
        .toList();
  }

  /** A compiler may say the same mistake in two ways; we say each once. */
  private static List<String> withoutEchoes(List<String> lines) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      if (!line.endsWith("[compiler]") || !kept.contains(line)) {
        kept.add(line);
      }
    }
    return kept;
  }

  private static String all(Compiler.Result result) {
    return String.join("\n", result.messages().stream().map(Message::toString).toList());
  }
}
