package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What tests of the real cuDNN need on a machine without a GPU: NVIDIA's libraries, gcc for a
 * driver's library that is none, and a virtual machine of its own. A test is skipped, with a
 * sentence that says why, where one is missing.
 */
final class CudaHere {

  private static final List<String> LIBRARIES =
      List.of("libcudnn_graph.so.9", "libcublasLt.so.13", "libnvrtc.so.13", "libcudart.so.13");

  private CudaHere() {}

  /**
   * Runs a class's {@code main} in a virtual machine that finds the libraries, and gives its
   * output.
   *
   * @param scratch an empty folder
   * @param properties of the machine
   */
  static List<String> fork(Class<?> main, Path scratch, Map<String, String> properties)
      throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "Skipped: plans without a GPU are tested on Linux for x86-64 only");
    Collection<Path> folders = libraries();
    Path driver = driver(scratch);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // The libraries in memory count as the process's, and are larger than JavaCPP's limit.
    command.addAll(List.of("-Xmx512m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Path output = scratch.resolve("output.txt");
    Path errors = scratch.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    String path =
        folders.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    builder.environment().put("LD_LIBRARY_PATH", driver + File.pathSeparator + path);
    Process process = builder.start();
    if (!process.waitFor(20, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("The forked machine did not end in 20 minutes");
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(
          "The forked machine ended with " + process.exitValue() + ": " + Files.readString(errors));
    }
    return Files.readAllLines(output);
  }

  /** The folders that hold the libraries. */
  private static Collection<Path> libraries() throws IOException, InterruptedException {
    Set<Path> found = new LinkedHashSet<>();
    for (String library : LIBRARIES) {
      Optional<Path> folder =
          candidates().stream().filter(f -> Files.exists(f.resolve(library))).findFirst();
      assumeTrue(
          folder.isPresent(),
          "Skipped: there is no "
              + library
              + ". Run: python3 -m pip install --target DIR nvidia-cudnn-cu13 nvidia-cublas"
              + " nvidia-cuda-nvrtc nvidia-cuda-runtime, and set VGG_CUDA_PATH=DIR");
      found.add(folder.orElseThrow());
    }
    return found;
  }

  private static List<Path> candidates() throws IOException, InterruptedException {
    List<Path> folders = new ArrayList<>();
    for (String variable : List.of("VGG_CUDA_PATH", "LD_LIBRARY_PATH")) {
      for (String entry :
          System.getenv().getOrDefault(variable, "").split(File.pathSeparator, -1)) {
        if (!entry.isEmpty()) {
          addWithPackages(folders, Path.of(entry));
        }
      }
    }
    String python = output("python3", "-c", "import sys; print('\\n'.join(sys.path))");
    if (python != null) {
      python.lines().filter(l -> !l.isBlank()).forEach(l -> addWithPackages(folders, Path.of(l)));
    }
    return folders;
  }

  private static void addWithPackages(List<Path> folders, Path root) {
    folders.add(root);
    folders.add(root.resolve("nvidia/cudnn/lib"));
    folders.add(root.resolve("nvidia/cu13/lib"));
  }

  /** Compiles a driver's library without a driver, and gives its folder. */
  private static Path driver(Path scratch) throws IOException, InterruptedException {
    Path source = scratch.resolve("no_driver.c");
    try (InputStream in = CudaHere.class.getResourceAsStream("no_driver.c")) {
      Files.copy(in, source);
    }
    Path library = scratch.resolve("libcuda.so.1");
    String log = output("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    assumeTrue(
        log != null,
        "Skipped: there is no gcc. Install it to test plans without a GPU (apt install gcc)");
    if (!Files.exists(library)) {
      throw new AssertionError("gcc refused no_driver.c: " + log);
    }
    return scratch;
  }

  /** What a program says; null if it is not there. */
  private static @Nullable String output(String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return null;
    }
    try (InputStream in = process.getInputStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return text;
    }
  }
}
