package io.github.vgg4j.cuda.library;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a search looks at: the environment, the properties and the files of a machine.
 *
 * @param environment variables
 * @param properties Java's, those that a search asks for
 * @param root of the file system; another one in tests
 * @param platform operating system and processor
 */
public record Machine(
    Map<String, String> environment, Map<String, String> properties, Path root, Platform platform) {

  /** The property that names folders with CUDA's libraries, before all others. */
  public static final String PATH_PROPERTY = "vgg.cuda.path";

  /** The environment variable that does the same. */
  public static final String PATH_VARIABLE = "VGG_CUDA_PATH";

  /** This machine, as it is now. */
  public static Machine here() {
    Map<String, String> properties = new HashMap<>();
    for (String name : new String[] {PATH_PROPERTY, "user.home"}) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    return new Machine(System.getenv(), properties, Path.of("/"), Platform.current());
  }

  /** A variable's value; empty where it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** A property's value; empty where it is not set. */
  String property(String name) {
    return properties.getOrDefault(name, "");
  }

  /** A file of the system, such as {@code etc/ld.so.cache}. */
  Path system(String path) {
    return root.resolve(path);
  }

  /** The paths of a list like {@code PATH}; what is no path is left out. */
  static List<Path> paths(String list) {
    List<Path> paths = new ArrayList<>();
    int start = 0;
    while (start <= list.length()) {
      int end = list.indexOf(File.pathSeparatorChar, start);
      String part = list.substring(start, end < 0 ? list.length() : end);
      if (!part.isBlank()) {
        try {
          paths.add(Path.of(part));
        } catch (InvalidPathException e) {
          // A folder that cannot exist holds nothing.
        }
      }
      start = end < 0 ? list.length() + 1 : end + 1;
    }
    return paths;
  }
}
