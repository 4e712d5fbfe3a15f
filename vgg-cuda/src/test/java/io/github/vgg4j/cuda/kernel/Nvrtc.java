package io.github.vgg4j.cuda.kernel;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Assumptions;

/** Loads the real NVRTC for a test: compiling needs no GPU. */
final class Nvrtc {

  private Nvrtc() {}

  /** Skips the calling test where none of VGG_CUDA_PATH, CUDA_PATH and CUDA_HOME leads to NVRTC. */
  static void orSkip() {
    Optional<Path> folder = folder();
    Assumptions.assumeTrue(
        folder.isPresent(),
        "No NVRTC: pip install --target DIR nvidia-cuda-nvrtc nvidia-cuda-runtime, and set"
            + " VGG_CUDA_PATH to DIR, to compile the kernels for GPUs");
    load(folder.orElseThrow());
  }

  private static synchronized void load(Path folder) {
    System.setProperty("org.bytedeco.javacpp.platform.preloadpath", folder.toString());
    // NVRTC opens this one by its bare name, which only works once it is loaded.
    try (Stream<Path> files = Files.list(folder)) {
      standInForDriver();
      files
          .filter(file -> file.getFileName().toString().startsWith("libnvrtc-builtins.so"))
          .forEach(file -> System.load(file.toAbsolutePath().toString()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Loader.load(org.bytedeco.cuda.global.nvrtc.class);
  }

  /**
   * JavaCPP loads the driver's library with NVRTC, though compiling calls nothing of it: where
   * there is no driver, an empty library takes its name.
   */
  private static void standInForDriver() throws IOException, InterruptedException {
    try {
      NativeLibrary.getInstance("libcuda.so.1");
    } catch (UnsatisfiedLinkError absent) {
      Path empty = Path.of("target", "no-driver", "libcuda.so.1").toAbsolutePath();
      Files.createDirectories(empty.getParent());
      Process made =
          new ProcessBuilder(
                  List.of(
                      "g++",
                      "-shared",
                      "-x",
                      "c++",
                      "/dev/null",
                      "-Wl,-soname,libcuda.so.1",
                      "-o",
                      empty.toString()))
              .inheritIO()
              .start();
      Assumptions.assumeTrue(made.waitFor() == 0, "No CUDA driver, and no g++ to stand in for it");
      System.load(empty.toString());
    }
  }

  private static Optional<Path> folder() {
    return Stream.of("VGG_CUDA_PATH", "CUDA_PATH", "CUDA_HOME")
        .map(System::getenv)
        .filter(Objects::nonNull)
        .flatMap(
            path ->
                Stream.of("", "lib", "lib64", "nvidia/cu13/lib").map(part -> Path.of(path, part)))
        .filter(folder -> Files.exists(folder.resolve("libnvrtc.so.13")))
        .findFirst();
  }
}
