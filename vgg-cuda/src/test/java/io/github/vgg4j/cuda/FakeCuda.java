package io.github.vgg4j.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.cuda.library.CudaLibrary;
import io.github.vgg4j.cuda.library.Platform;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A driver, a runtime and the other libraries, made of C in a folder, and programs that run on them
 * in a JVM of their own.
 */
public final class FakeCuda {

  private static final int MINUTES = 2;

  private final Path folder;

  private FakeCuda(Path folder) {
    this.folder = folder;
  }

  /**
   * Compiles all; ends the test as skipped where that cannot be done.
   *
   * @param folder an empty one
   */
  public static FakeCuda in(Path folder) throws IOException, InterruptedException {
    FakeCuda fake = driverIn(folder);
    fake.compileOthers();
    return fake;
  }

  /** The driver alone, for programs on the real libraries; skipped as {@link #in}. */
  public static FakeCuda driverIn(Path folder) throws IOException, InterruptedException {
    assumeTrue(
        Platform.current() == Platform.LINUX_X64 || Platform.current() == Platform.LINUX_ARM64,
        "The fake driver is a Linux library");
    assumeTrue(
        onPath("gcc"), "There is no gcc on the PATH to compile the fake driver with: install gcc");
    FakeCuda fake = new FakeCuda(folder);
    for (String source : List.of("fake.h", "fake_driver.c", "fake_runtime.c", "fake_library.c")) {
      try (InputStream in = FakeCuda.class.getResourceAsStream("/fake/" + source)) {
        Files.copy(in, folder.resolve(source));
      }
    }
    fake.compile("fake_driver.c", "libcuda.so.1", List.of());
    return fake;
  }

  private void compileOthers() throws IOException, InterruptedException {
    compile(
        "fake_runtime.c",
        "libcudart.so.13",
        List.of(versions("libcudart.so.13"), "-L" + folder, "-l:libcuda.so.1"));
    for (CudaLibrary library : CudaLibrary.values()) {
      if (library != CudaLibrary.RUNTIME) {
        for (String file : files(library)) {
          // Nothing binds to the built-ins, and their name is none for a linker's script.
          boolean bound = !file.contains("builtins");
          compile("fake_library.c", file, bound ? List.of(versions(file)) : List.of());
        }
      }
    }
  }

  private static List<String> files(CudaLibrary library) {
    return switch (library) {
      case RUNTIME -> List.of("libcudart.so.13");
      case COMPILER -> List.of("libnvrtc-builtins.so.13.0", "libnvrtc.so.13");
      case PRODUCTS -> List.of("libcublasLt.so.13", "libcublas.so.13");
      case CONVOLUTIONS ->
          List.of(
              "libcudnn_graph.so.9",
              "libcudnn_ops.so.9",
              "libcudnn_engines_precompiled.so.9",
              "libcudnn_engines_runtime_compiled.so.9",
              "libcudnn_heuristic.so.9",
              "libcudnn_cnn.so.9",
              "libcudnn_adv.so.9",
              "libcudnn.so.9");
    };
  }

  /** Where the libraries are. */
  public Path folder() {
    return folder;
  }

  /** NVIDIA's libraries name the version of their symbols as themselves. */
  private String versions(String library) throws IOException {
    Path script = folder.resolve(library + ".map");
    Files.writeString(script, library + " { *; };\n");
    return "-Wl,--version-script=" + script;
  }

  private void compile(String source, String library, List<String> more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("gcc", "-std=gnu11", "-shared", "-fPIC", "-Wl,-soname," + library));
    command.addAll(List.of("-o", library, source));
    command.addAll(more);
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /**
   * Runs a program with {@code VGG_CUDA_PATH} at these libraries.
   *
   * @param environment more variables
   * @param program class and arguments, options of the JVM before
   */
  public Run run(Map<String, String> environment, String... program)
      throws IOException, InterruptedException {
    Path report = Files.createTempFile(folder, "report", ".txt");
    Map<String, String> all = new HashMap<>(environment);
    all.put("FAKE_CUDA_REPORT", report.toString());
    all.putIfAbsent("VGG_CUDA_PATH", folder.toString());
    Run run = java(all, program);
    return new Run(run.out(), Files.readAllLines(report));
  }

  /** Runs a program in a JVM with this one's class path; fails unless it ends well. */
  static Run java(Map<String, String> environment, String... program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m"));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program));
    Path out = Files.createTempFile("vgg-cuda", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("FAKE_"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      String said = Files.readString(out);
      if (!ended) {
        process.destroyForcibly();
      }
      assertTrue(ended, () -> "Still running after " + MINUTES + " minutes: " + said);
      assertEquals(0, process.exitValue(), said);
      return new Run(said, List.of());
    } finally {
      Files.delete(out);
    }
  }

  /** Whether a program is there. */
  static boolean onPath(String program) {
    for (String entry : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      if (Files.isExecutable(Path.of(entry, program))) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a program did.
   *
   * @param out what it printed
   * @param report the fake's list of calls, and of what was never given back
   */
  public record Run(String out, List<String> report) {

    /** Lines of the report that begin so. */
    public List<String> lines(String beginning) {
      return report.stream().filter(line -> line.startsWith(beginning)).toList();
    }

    /** Fails unless everything was given back. */
    public void leftNothing() {
      List<String> left = lines("left ");
      assertEquals(7, left.size(), () -> "The fake wrote no end: " + report);
      left.forEach(line -> assertTrue(line.endsWith(": 0"), () -> String.join("\n", left)));
    }
  }
}
