package io.github.vgg4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.benchmarks.Javac.Processing;
import io.github.vgg4j.benchmarks.UserCode.Taps;
import io.github.vgg4j.processor.VggProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the benchmarks compile is what they say, and compiles without a word. */
class UserCodeTest {
  @TempDir private Path work;

  @Test
  void moduleBecomesTwoHundredNetworksOfEveryKind() throws IOException {
    String generated = String.join("\n", generated(UserCode.MODULE));

    assertEquals(200, occurrences(generated, "extends Network implements"));
    assertTrue(generated.contains("Labels7.values()"));
    assertTrue(generated.contains("public Block3 texture(Images images)"));
    assertTrue(generated.contains("public Tensor early(Images images)"));
    assertTrue(generated.contains(".preset(Preset.VGG11_LRN)"));
    assertTrue(generated.contains(".config(\"64"));
    assertTrue(generated.contains("Block6"));
  }

  @Test
  void vgg19BecomesTheNetworkOfThePaper() throws IOException {
    List<String> generated = generated(UserCode.VGG19);

    assertEquals(1, generated.size());
    assertTrue(generated.get(0).contains("PARAMETERS = 143_667_240L;"));
  }

  @Test
  void interfacesWithoutTapsCompileWithoutTheProcessor() throws IOException {
    List<Path> files = UserCode.MODULE.write(work, Taps.LEFT_OUT);

    new Javac().compile(files, work, Processing.NONE);

    try (Stream<Path> classes = Files.list(work.resolve("classes/nets"))) {
      assertEquals(208, classes.count());
    }
  }

  @Test
  void processorThatIsLoadedAnewIsAnother() throws IOException, ClassNotFoundException {
    List<Path> files = UserCode.VGG19.write(work, Taps.DECLARED);

    new Javac().compile(files, work, Processing.LOADED);

    assertTrue(Files.exists(work.resolve("classes/nets/Vgg19Network.class")));
    try (URLClassLoader loader = Javac.processorLoader()) {
      assertNotEquals(VggProcessor.class, loader.loadClass(VggProcessor.class.getName()));
    }
  }

  private List<String> generated(UserCode code) throws IOException {
    new Javac().compile(code.write(work, Taps.DECLARED), work, Processing.KEPT);
    try (Stream<Path> files = Files.list(Javac.sources(work).resolve("nets"))) {
      return files.map(UserCodeTest::read).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
