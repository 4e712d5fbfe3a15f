package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.DocumentationTool;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation tool makes of generated classes: no complaint, and a table to read. */
class JavadocTest {
  private static final List<String> CASES = List.of("Fashion", "Tapped", "Oblong");

  @TempDir private Path work;

  @Test
  void documentationToolHasNoComplaint() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : CASES) {
      Compiler.Result result =
          Compiler.JAVAC.compile(work.resolve(name), Fixtures.get("good", name).files());
      result.generated().keySet().forEach(file -> files.add(result.sources().resolve(file)));
    }

    assertEquals("", document(files));
  }

  @Test
  void pageShowsTheFlowAsATable() throws IOException {
    Compiler.Result result = Compiler.JAVAC.compile(work, Fixtures.get("good", "Oblong").files());

    document(List.of(result.sources().resolve("demo/Oblong_NetNetwork.java")));

    String page = Files.readString(work.resolve("pages/demo/Oblong_NetNetwork.html"));
    String table =
        """
        layer         kind                output  parameters       MACs
        input                        1 x 28 x 78
        features.0    conv 3x3       8 x 28 x 78          80    157,248
        """;
    assertTrue(page.replaceAll("(?m)^ +", "").contains(table));
  }

  /** Pages of generated classes; gives what the tool says. */
  private String document(List<Path> files) throws IOException {
    DocumentationTool tool = ToolProvider.getSystemDocumentationTool();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager =
        tool.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      String classes =
          Stream.concat(
                  Stream.of(Compiler.classPath(), work.resolve("classes").toString()),
                  CASES.stream().map(name -> work.resolve(name).resolve("classes").toString()))
              .reduce((one, other) -> one + File.pathSeparator + other)
              .orElseThrow();
      List<String> options =
          List.of(
              "-quiet",
              "-Xdoclint:all",
              "-package",
              "-classpath",
              classes,
              "-d",
              work.resolve("pages").toString());
      assertTrue(
          tool.getTask(
                  said, manager, null, null, options, manager.getJavaFileObjectsFromPaths(files))
              .call(),
          said::toString);
    }
    return said.toString();
  }
}
