package io.github.vgg4j.cuda.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The libraries beside the driver's that the engine needs, in the order in which they load. */
public enum CudaLibrary {
  RUNTIME("the CUDA runtime", 13, "nvidia-cuda-runtime", "cudart"),
  /** Its second file carries the compiler's own headers; the name has the minor version. */
  COMPILER("NVRTC", 13, "\"nvidia-cuda-nvrtc==13.0.*\"", "nvrtc-builtins", "nvrtc"),
  PRODUCTS("cuBLASLt", 13, "nvidia-cublas", "cublasLt", "cublas"),
  CONVOLUTIONS(
      "cuDNN",
      9,
      "nvidia-cudnn-cu13",
      "cudnn_graph",
      "cudnn_ops",
      "cudnn_engines_precompiled",
      "cudnn_engines_runtime_compiled",
      "cudnn_heuristic",
      "cudnn_cnn",
      "cudnn_adv",
      "cudnn");

  private final String title;
  private final int major;
  private final String pipPackage;

  /** Never written to. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> stems;

  CudaLibrary(String title, int major, String pipPackage, String... stems) {
    this.title = title;
    this.major = major;
    this.pipPackage = pipPackage;
    this.stems = List.of(stems);
  }

  /** As people call it. */
  public String title() {
    return title;
  }

  /** The version that is needed. */
  public int major() {
    return major;
  }

  /** What {@code pip} calls it. */
  String pipPackage() {
    return pipPackage;
  }

  /** Patterns of its files' names, those first that others need; {@code *} is any minor version. */
  List<String> files(Platform platform) {
    List<String> files = new ArrayList<>();
    for (String stem : stems) {
      files.add(file(stem, platform));
    }
    return files;
  }

  /** The file by which it is found; it is loaded last. */
  String mainFile(Platform platform) {
    return file(stems.get(stems.size() - 1), platform);
  }

  /** What the main file's name begins with, whatever its version. */
  String anyVersion(Platform platform) {
    String stem = stems.get(stems.size() - 1);
    return platform.isWindows() ? stem + "64_" : "lib" + stem + ".so.";
  }

  private String file(String stem, Platform platform) {
    boolean builtins = stem.equals("nvrtc-builtins");
    if (platform.isWindows()) {
      // NVRTC's names have the minor version there: nvrtc64_130_0.dll, nvrtc-builtins64_130.dll.
      String minor = builtins || stem.equals("nvrtc") ? "*" : "";
      return String.format(Locale.ROOT, "%s64_%d%s.dll", stem, major, minor);
    }
    return String.format(Locale.ROOT, "lib%s.so.%d%s", stem, major, builtins ? ".*" : "");
  }
}
