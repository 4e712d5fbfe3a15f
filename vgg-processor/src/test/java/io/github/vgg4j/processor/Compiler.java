package io.github.vgg4j.processor;

import io.github.vgg4j.VggArch;
import io.github.vgg4j.network.Network;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.bytedeco.javacpp.Pointer;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;

/** Runs the processor as users do: in javac and in ECJ, on real files. */
enum Compiler {
  JAVAC,
  ECJ;

  /**
   * One message of a compiler.
   *
   * @param start of what it marks in the file, from 0
   * @param end after what it marks
   */
  record Message(Diagnostic.Kind kind, String file, long line, int start, int end, String text) {
    /** Whether it fails the build. */
    boolean isError() {
      return kind == Diagnostic.Kind.ERROR;
    }

    boolean isOurs() {
      return text.contains("[Vgg/");
    }

    /** {@code [Vgg/Code]}, or {@code [compiler]} for what the compiler says itself. */
    String tag() {
      return isOurs() ? text.substring(text.indexOf('['), text.indexOf(']') + 1) : "[compiler]";
    }
  }

  /** What came of a compilation. */
  record Result(boolean success, List<Message> messages, Path sources, Path classes, String log) {

    List<Message> ours() {
      return messages.stream().filter(Message::isOurs).toList();
    }

    /** Generated sources by path, {@code /} between folders. */
    Map<String, String> generated() {
      return texts(sources);
    }

    /** Files for discovery by path below the classes. */
    Map<String, String> resources() {
      Map<String, String> all = texts(classes);
      all.keySet().removeIf(name -> name.endsWith(".class"));
      return all;
    }

    private static Map<String, String> texts(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString().replace(File.separatorChar, '/');
          texts.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return texts;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  Result compile(Path work, List<Path> files, String... options) {
    return compile(work, files, new VggProcessor(), options);
  }

  Result compile(Path work, List<Path> files, Processor processor, String... options) {
    return compile(work, files, List.of(processor), options);
  }

  Result compile(Path work, List<Path> files, List<Processor> processors, String... options) {
    JavaCompiler compiler =
        this == JAVAC ? ToolProvider.getSystemJavaCompiler() : new EclipseCompiler();
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(collector, Locale.ROOT, StandardCharsets.UTF_8)) {
      Path sources = Files.createDirectories(work.resolve("sources"));
      Path classes = Files.createDirectories(work.resolve("classes"));
      List<String> all = new ArrayList<>(List.of("--release", "17", "-classpath", classPath()));
      all.addAll(List.of("-d", classes.toString(), "-s", sources.toString(), "-g"));
      all.addAll(List.of(options));
      StringWriter log = new StringWriter();
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              log, manager, collector, all, null, manager.getJavaFileObjectsFromPaths(files));
      task.setProcessors(processors);
      boolean success = task.call();
      List<Message> messages = collector.getDiagnostics().stream().map(Compiler::message).toList();
      return new Result(success, messages, sources, classes, log.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message message(Diagnostic<? extends JavaFileObject> diagnostic) {
    JavaFileObject source = diagnostic.getSource();
    String file = source == null ? "" : Path.of(source.toUri()).getFileName().toString();
    return new Message(
        diagnostic.getKind(),
        file,
        diagnostic.getLineNumber(),
        (int) diagnostic.getStartPosition(),
        (int) diagnostic.getEndPosition(),
        diagnostic.getMessage(Locale.ROOT));
  }

  /** What a user of the generated classes has: annotations, runtime, JavaCPP. */
  static String classPath() {
    return Stream.of(VggArch.class, Network.class, Pointer.class)
        .map(type -> Path.of(location(type)).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
  }
}
