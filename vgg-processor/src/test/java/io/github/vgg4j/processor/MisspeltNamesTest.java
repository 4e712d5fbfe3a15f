package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.processor.Compiler.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A misspelt name is one mistake in the whole program, however many others use the network: the
 * compiler's to tell where it is a name of Java, ours, with what was meant, where it is a text.
 */
class MisspeltNamesTest {
  private static final String USER =
      """
      class User {
        static long use(NetNetwork net, NetNetwork.Block1 features) {
          return NetNetwork.PARAMETERS + features.count();
        }
      }
      """;

  @TempDir private Path work;

  private static Stream<Arguments> everywhere(String... slips) {
    return Stream.of(Compiler.values())
        .flatMap(compiler -> Arrays.stream(slips).map(slip -> Arguments.of(compiler, slip)));
  }

  static Stream<Arguments> namesOfJava() {
    return everywhere(
        "preset = Preset.VGG11, head = @Head(labels = Garmnet.class)",
        "config = STEM",
        "config = Shared.STEM",
        "preset = Preset.VGG11, widthDivisor = FOUR");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void namesOfJava(Compiler compiler, String members) throws IOException {
    List<Message> expected = errors(compiler, net(members, ""), "-proc:none");

    assertFalse(expected.isEmpty());
    assertEquals(expected, errors(compiler, net(members, "block1"), USER));
  }

  /** Javac runs no processor over these, so others cannot find the network either. */
  @ParameterizedTest
  @EnumSource
  void constantOfAnEnum(Compiler compiler) throws IOException {
    String source = net("preset = Preset.VGG61", "");

    List<Message> errors = errors(compiler, source);

    assertEquals(1, errors.size());
    assertEquals(4, errors.get(0).line());
    assertFalse(errors.get(0).isOurs());
  }

  static Stream<Arguments> namesInTexts() {
    return everywhere(
        "block2 | blok2",
        "block2 | Block2",
        "features.1 | feature.1",
        "features.20 | features.200",
        "classifier.0 | clasifier.0");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void namesInTexts(Compiler compiler, String meantAndWritten) throws IOException {
    String[] names = meantAndWritten.split(" \\| ", 2);

    List<Message> errors = errors(compiler, net("preset = Preset.VGG11", names[1]), USER);

    assertEquals(1, errors.size());
    String expected =
        "[Vgg/UnknownTap] The network has no block or layer \"%s\". Did you mean \"%s\"?";
    assertEquals(expected.formatted(names[1], names[0]), errors.get(0).text());
  }

  @ParameterizedTest
  @EnumSource
  void tokenOfTheNotation(Compiler compiler) throws IOException {
    List<Message> errors = errors(compiler, net("config = \"64 MP 128\"", "block2"), USER);

    assertEquals(1, errors.size());
    assertTrue(
        errors
            .get(0)
            .text()
            .startsWith(
                "[Vgg/ConfigToken] Token 2 of config is \"MP\", expected channels, M, A or L. Did"
                    + " you mean \"M\"?"),
        errors::toString);
  }

  private static String net(String members, String tap) {
    String method = "  @Tap(\"" + tap + "\") Tensor early(NetNetwork.Images images);\n";
    return """
        import io.github.vgg4j.*;
        import io.github.vgg4j.tensor.Tensor;

        @VggArch(%s)
        interface Net {
        %s}
        """
        .formatted(members, tap.isEmpty() ? "" : method);
  }

  /** Of sources; what starts with a hyphen is an option. */
  private List<Message> errors(Compiler compiler, String... sourcesAndOptions) throws IOException {
    Path folder = Files.createTempDirectory(work, "case");
    List<Path> files = new ArrayList<>();
    List<String> options = new ArrayList<>();
    for (String one : sourcesAndOptions) {
      if (one.startsWith("-")) {
        options.add(one);
      } else {
        String name = one.startsWith("class User") ? "User.java" : "Net.java";
        files.add(Files.writeString(folder.resolve(name), one));
      }
    }
    return compiler
        .compile(folder.resolve("out"), files, options.toArray(new String[0]))
        .messages()
        .stream()
        .filter(Message::isError)
        .toList();
  }
}
