package io.github.vgg4j.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Versions of libraries, from what Maven leaves in their jars. */
final class Versions {

  private Versions() {}

  /** Of a library given as group/artifact; {@code unknown} where its jar does not say. */
  static String of(String library) {
    String resource = "/META-INF/maven/" + library + "/pom.properties";
    try (InputStream stream = Versions.class.getResourceAsStream(resource)) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
