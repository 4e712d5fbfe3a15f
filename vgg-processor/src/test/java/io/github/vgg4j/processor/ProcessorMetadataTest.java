package io.github.vgg4j.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import javax.annotation.processing.Processor;
import javax.lang.model.SourceVersion;
import org.junit.jupiter.api.Test;

/** What Maven, Gradle and javac read of the processor before it runs. */
class ProcessorMetadataTest {

  @Test
  void serviceLoaderFindsTheProcessorAlone() {
    List<Processor> found =
        ServiceLoader.load(Processor.class).stream().map(ServiceLoader.Provider::get).toList();

    assertEquals(1, found.size());
    assertTrue(found.get(0) instanceof VggProcessor);
  }

  @Test
  void gradleIsToldThatItIsIsolating() throws IOException {
    String path = "META-INF/gradle/incremental.annotation.processors";
    try (InputStream file = VggProcessor.class.getClassLoader().getResourceAsStream(path)) {
      assertEquals(
          "io.github.vgg4j.processor.VggProcessor,isolating\n",
          new String(file.readAllBytes(), UTF_8));
    }
  }

  @Test
  void oneAnnotationWakesIt() {
    VggProcessor processor = new VggProcessor();

    assertEquals(Set.of("io.github.vgg4j.VggArch"), processor.getSupportedAnnotationTypes());
    assertEquals(Set.of(), processor.getSupportedOptions());
    assertEquals(SourceVersion.latestSupported(), processor.getSupportedSourceVersion());
  }
}
