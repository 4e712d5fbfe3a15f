package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Fixtures.Case;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page {@code docs/comparison.md} quotes what javac prints to ten mistakes, one in each folder
 * of {@code comparison/}; run with {@code -Dgolden.update=true} to write the quotations anew.
 */
class ComparisonPageTest {
  private static final Path PAGE = Path.of("..", "docs", "comparison.md");
  private static final String BEGIN = "<!-- javac's words, by ComparisonPageTest: begin -->\n";
  private static final String END = "\n<!-- javac's words: end -->\n";

  @TempDir private Path work;

  @Test
  void pageQuotesWhatJavacPrints() throws IOException {
    List<Case> mistakes = Fixtures.in("comparison");
    assertEquals(10, mistakes.size());
    StringBuilder quotations = new StringBuilder();
    for (Case mistake : mistakes) {
      quotations.append(quotation(mistake));
    }

    String page = Files.readString(PAGE);
    String quoted = between(page);
    String expected = page.replace(BEGIN + quoted + END, BEGIN + quotations + END);

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, expected);
    }
    assertEquals(Files.readString(PAGE), expected, "Run with -Dgolden.update=true to write it");
  }

  private static String between(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertTrue(begin >= 0 && end > begin, "The page has lost its marks for the quotations");
    return page.substring(begin + BEGIN.length(), end);
  }

  /** A block of its own for each mistake, so that a change of one message touches one block. */
  private String quotation(Case mistake) throws IOException {
    int number = Integer.parseInt(mistake.toString());
    return "\n**(" + number + ")**\n\n```text\n" + printed(mistake) + "```\n";
  }

  /** All that javac prints when no tool listens, less the folder in front of the file's name. */
  private String printed(Case mistake) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    Path classes = Files.createDirectories(work.resolve(mistake.toString()));
    StringWriter out = new StringWriter();
    try (StandardJavaFileManager files =
        javac.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<String> options =
          List.of("--release", "17", "-classpath", Compiler.classPath(), "-d", classes.toString());
      JavaCompiler.CompilationTask task =
          javac.getTask(
              out, files, null, options, null, files.getJavaFileObjectsFromPaths(mistake.files()));
      task.setLocale(Locale.ROOT);
      task.setProcessors(List.of(new VggProcessor()));
      task.call();
    }
    String folder = mistake.path() + File.separator;
    return out.toString()
        .lines()
        .map(line -> line.replace(folder, "").stripTrailing())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
