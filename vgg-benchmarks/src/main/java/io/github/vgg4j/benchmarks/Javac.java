package io.github.vgg4j.benchmarks;

import io.github.vgg4j.processor.VggProcessor;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Runs javac in this process as build tools do: on real files, with a file manager of its own for
 * each compilation. A compilation that says anything is an error, for then it measured something
 * else.
 */
final class Javac {
  /** Where the processor comes from. */
  enum Processing {
    /** There is none. */
    NONE,
    /** Its classes are there and warm, as in a daemon that keeps them. */
    KEPT,
    /** Each compilation loads its classes from their jars, as Maven's do. */
    LOADED
  }

  private static final String COMPILE_PATH =
      jarsOf(
          "io.github.vgg4j.VggArch",
          "io.github.vgg4j.network.Network",
          "org.bytedeco.javacpp.Pointer");

  private static final String PROCESSOR_PATH =
      jarsOf(
          "io.github.vgg4j.processor.VggProcessor",
          "io.github.vgg4j.VggArch",
          "com.palantir.javapoet.ClassName");

  private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

  /**
   * Compiles files; sources and classes that come of it lie below the folder, which must exist.
   *
   * @throws IllegalStateException if the compiler has anything to say
   */
  void compile(List<Path> files, Path output, Processing processing) throws IOException {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              null,
              manager,
              diagnostics,
              options(output, processing),
              null,
              manager.getJavaFileObjectsFromPaths(files));
      if (processing == Processing.KEPT) {
        task.setProcessors(List.of(new VggProcessor()));
      }
      if (!task.call() || !diagnostics.getDiagnostics().isEmpty()) {
        throw new IllegalStateException("javac says: " + diagnostics.getDiagnostics());
      }
    }
  }

  /** Where generated sources lie after {@link #compile}. */
  static Path sources(Path output) {
    return output.resolve("sources");
  }

  private static List<String> options(Path output, Processing processing) throws IOException {
    Path classes = Files.createDirectories(output.resolve("classes"));
    Path sources = Files.createDirectories(sources(output));
    List<String> options = new ArrayList<>(List.of("--release", "17", "-g", "-parameters"));
    options.addAll(List.of("-classpath", COMPILE_PATH));
    options.addAll(List.of("-d", classes.toString(), "-s", sources.toString()));
    switch (processing) {
      case NONE -> options.add("-proc:none");
      case KEPT -> {}
      case LOADED -> options.addAll(List.of("-processorpath", PROCESSOR_PATH));
    }
    return options;
  }

  /** By name, so that this module need not know the classes. */
  private static String jarsOf(String... names) {
    return Stream.of(names).map(Javac::jarOf).collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(String name) {
    try {
      Class<?> type = Class.forName(name, false, Javac.class.getClassLoader());
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()).getPath();
    } catch (ReflectiveOperationException | URISyntaxException e) {
      throw new IllegalStateException("The class path of the benchmarks lacks " + name, e);
    }
  }
}
