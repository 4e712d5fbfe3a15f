package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.Messager;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.FileObject;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What build tools count on: isolating, discoverable, and never a crash. */
class ProcessorContractTest {

  @TempDir private Path work;

  @Test
  void everyFileHasExactlyOneOriginatingElement() {
    Map<String, List<String>> origins = new TreeMap<>();
    Compiler.Result result = compile("Oblong", new RecordingFiler(origins));

    assertTrue(result.success());
    assertEquals(
        Map.of(
            "demo.Oblong_NetNetwork", List.of("demo.Oblong.Net"),
            "META-INF/vgg4j/networks/demo.Oblong_NetNetwork", List.of("demo.Oblong.Net")),
        origins);
  }

  @Test
  void everyNetworkHasItsEntryForDiscovery() {
    Compiler.Result result = Compiler.JAVAC.compile(work, Fixtures.get("good", "Fashion").files());

    assertEquals(
        Map.of("META-INF/vgg4j/networks/demo.FashionVgg11Network", "demo.FashionVgg11Network\n"),
        result.resources());
  }

  /** ECJ 3.36 does not find a module's own types from a file that is generated for it. */
  @Test
  void modulesThatDoNotReadTheCompilersAnnotationsGetNone() {
    Compiler.Result result =
        Compiler.JAVAC.compile(
            work, Fixtures.get("modular", "demo").files(), "--add-reads", "demo=ALL-UNNAMED");

    assertEquals(List.of(), result.messages());
    assertTrue(result.success());
    String generated = result.generated().get("demo/ModularNetwork.java");
    assertTrue(generated.contains("@VggGenerated\nfinal class ModularNetwork"), generated);
  }

  @Test
  void skeletonIsNotDiscovered() {
    Compiler.Result result = Compiler.JAVAC.compile(work, Fixtures.get("bad", "SixBlocks").files());

    assertEquals(Set.of("demo/SixBlocksNetwork.java"), result.generated().keySet());
    assertEquals(Map.of(), result.resources());
  }

  @Test
  void skeletonSaysTheErrorToWhoRunsItAllTheSame() {
    String skeleton =
        Compiler.JAVAC
            .compile(work, Fixtures.get("bad", "SixBlocks").files())
            .generated()
            .get("demo/SixBlocksNetwork.java");

    assertTrue(skeleton.contains("[Vgg/SpatialUnderflow] Block 6 cannot halve"), skeleton);
  }

  @Test
  void messageThatEclipseCannotPlaceIsSaidAllTheSame() throws IOException {
    Path file =
        Files.writeString(
            work.resolve("Empty.java"),
            """
            import io.github.vgg4j.*;

            @VggArch(
                value = @Block(convs = 1, out = 8),
                head = @Head(hidden = {}, classes = 10),
                budget = @Budget(parameters = "none"))
            interface Empty {}
            """);

    List<Compiler.Message> messages = Compiler.ECJ.compile(work, List.of(file)).messages();

    assertEquals(List.of("[Vgg/BadBudget]"), messages.stream().map(Compiler.Message::tag).toList());
  }

  @Test
  void defectOfTheProcessorIsReportedAndNotThrown() {
    Compiler.Result result =
        compile(
            "Unpackaged",
            new ForwardingFiler() {
              @Override
              public JavaFileObject createSourceFile(CharSequence name, Element... origins) {
                throw new IllegalStateException("disk of marzipan");
              }
            });

    assertEquals(1, result.ours().size());
    String text = result.ours().get(0).text();
    assertTrue(text.startsWith("[Vgg/Internal] The processor failed on Unpackaged."), text);
    assertTrue(text.contains("IllegalStateException: disk of marzipan"), text);
  }

  @Test
  void classesOfAnEarlierBuildChangeNothing() {
    Compiler.Result first = Compiler.JAVAC.compile(work.resolve("first"), tapped());
    Compiler.Result second = Compiler.JAVAC.compile(work.resolve("second"), tapped(), over(first));

    assertEquals(List.of(), second.messages());
    assertTrue(second.success(), second::log);
    assertEquals(first.generated(), second.generated());
  }

  @Test
  void ecjWritesNoClassOverThatOfAnEarlierBuild() {
    Compiler.Result first = Compiler.ECJ.compile(work.resolve("first"), tapped());
    Compiler.Result second = Compiler.ECJ.compile(work.resolve("second"), tapped(), over(first));

    assertEquals(
        List.of("[Vgg/NameTaken]"), second.ours().stream().map(Compiler.Message::tag).toList());
  }

  private static List<Path> tapped() {
    return Fixtures.get("good", "Tapped").files();
  }

  private static String[] over(Compiler.Result earlier) {
    return new String[] {
      "-classpath", Compiler.classPath() + File.pathSeparator + earlier.classes()
    };
  }

  @ParameterizedTest
  @EnumSource
  void everyMessageComesOutEvenWhereEcjCannotPlaceIt(Compiler compiler) throws IOException {
    Path file = work.resolve("Empty.java");
    Files.writeString(
        file,
        """
        import io.github.vgg4j.*;

        @VggArch(
            value = {@Block(convs = 1, out = 8, kernel = {}), @Block(convs = 0, out = 8)},
            head = @Head(hidden = {}, classes = 1))
        interface Empty {}
        """);

    Compiler.Result result = compiler.compile(work.resolve("out"), List.of(file));

    assertEquals(
        List.of("[Vgg/KernelCount]", "[Vgg/OutOfRange]", "[Vgg/OutOfRange]"),
        result.ours().stream().map(Compiler.Message::tag).toList());
    assertEquals(3, result.messages().stream().filter(Compiler.Message::isError).count());
  }

  private Compiler.Result compile(String name, ForwardingFiler filer) {
    List<Path> files = Fixtures.get("good", name).files();
    return Compiler.JAVAC.compile(work, files, new WithFiler(filer));
  }

  /** The processor behind another filer. */
  private static final class WithFiler extends AbstractProcessor {
    private final VggProcessor processor = new VggProcessor();
    private final ForwardingFiler filer;

    WithFiler(ForwardingFiler filer) {
      this.filer = filer;
    }

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      super.init(environment);
      filer.target = environment.getFiler();
      processor.init(new Environment(environment, filer));
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return processor.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return processor.getSupportedSourceVersion();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      processor.process(annotations, round);
      return false;
    }
  }

  private record Environment(ProcessingEnvironment environment, Filer filer)
      implements ProcessingEnvironment {
    @Override
    public Map<String, String> getOptions() {
      return environment.getOptions();
    }

    @Override
    public Messager getMessager() {
      return environment.getMessager();
    }

    @Override
    public Filer getFiler() {
      return filer;
    }

    @Override
    public Elements getElementUtils() {
      return environment.getElementUtils();
    }

    @Override
    public Types getTypeUtils() {
      return environment.getTypeUtils();
    }

    @Override
    public SourceVersion getSourceVersion() {
      return environment.getSourceVersion();
    }

    @Override
    public Locale getLocale() {
      return environment.getLocale();
    }
  }

  private static class ForwardingFiler implements Filer {
    private Filer target;

    @Override
    public JavaFileObject createSourceFile(CharSequence name, Element... origins)
        throws IOException {
      return target.createSourceFile(name, origins);
    }

    @Override
    public JavaFileObject createClassFile(CharSequence name, Element... origins)
        throws IOException {
      return target.createClassFile(name, origins);
    }

    @Override
    public FileObject createResource(
        JavaFileManager.Location location,
        CharSequence module,
        CharSequence name,
        Element... origins)
        throws IOException {
      return target.createResource(location, module, name, origins);
    }

    @Override
    public FileObject getResource(
        JavaFileManager.Location location, CharSequence module, CharSequence name)
        throws IOException {
      return target.getResource(location, module, name);
    }
  }

  private static final class RecordingFiler extends ForwardingFiler {
    private final Map<String, List<String>> origins;

    RecordingFiler(Map<String, List<String>> origins) {
      this.origins = origins;
    }

    @Override
    public JavaFileObject createSourceFile(CharSequence name, Element... elements)
        throws IOException {
      note(name, elements);
      return super.createSourceFile(name, elements);
    }

    @Override
    public FileObject createResource(
        JavaFileManager.Location location,
        CharSequence module,
        CharSequence name,
        Element... elements)
        throws IOException {
      note(name, elements);
      return super.createResource(location, module, name, elements);
    }

    private void note(CharSequence name, Element... elements) {
      origins.put(name.toString(), Arrays.stream(elements).map(Element::toString).toList());
    }
  }
}
