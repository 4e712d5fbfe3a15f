package io.github.vgg4j.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The cases in a folder of fixtures: each a Java file, or a folder of Java files. */
final class Fixtures {
  static final Path RESOURCES = Path.of("src", "test", "resources");

  /** One case; its name is the file's or folder's. */
  record Case(Path path) {
    List<Path> files() {
      try (Stream<Path> files = Files.walk(path)) {
        return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return path.getFileName().toString().replace(".java", "");
    }
  }

  private Fixtures() {}

  static List<Case> in(String folder) {
    try (Stream<Path> paths = Files.list(RESOURCES.resolve(folder))) {
      return paths.sorted().map(Case::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Case get(String folder, String name) {
    return in(folder).stream()
        .filter(found -> found.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No fixture " + folder + "/" + name));
  }
}
