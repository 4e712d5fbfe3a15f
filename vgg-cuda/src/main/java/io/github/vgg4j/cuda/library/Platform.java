package io.github.vgg4j.cuda.library;

import java.util.List;
import java.util.Locale;

/** An operating system with a processor: how its libraries are named and where they lie. */
public enum Platform {
  LINUX_X64(62, "x86-64", "x86_64-linux-gnu", "x86_64-linux"),
  LINUX_ARM64(183, "aarch64", "aarch64-linux-gnu", "sbsa-linux"),
  /** Designed for and never tried. */
  WINDOWS_X64(0, "x86-64", "", ""),
  /** One that has no CUDA. */
  OTHER(0, "", "", "");

  private final int elfMachine;
  private final String processor;
  private final String triplet;
  private final String target;

  Platform(int elfMachine, String processor, String triplet, String target) {
    this.elfMachine = elfMachine;
    this.processor = processor;
    this.triplet = triplet;
    this.target = target;
  }

  /** The one that this JVM runs on. */
  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String system, String processor) {
    String name = system.toLowerCase(Locale.ROOT);
    boolean intel = processor.equals("amd64") || processor.equals("x86_64");
    if (name.startsWith("windows")) {
      return intel ? WINDOWS_X64 : OTHER;
    }
    if (!name.startsWith("linux")) {
      return OTHER;
    }
    return intel ? LINUX_X64 : processor.equals("aarch64") ? LINUX_ARM64 : OTHER;
  }

  boolean isWindows() {
    return this == WINDOWS_X64;
  }

  /** The processor's number in an ELF header. */
  int elfMachine() {
    return elfMachine;
  }

  /** The processor as people write it. */
  String processor() {
    return processor;
  }

  /** The driver's library. */
  public String driver() {
    return isWindows() ? "nvcuda.dll" : "libcuda.so.1";
  }

  /** Where the system's loader looks without being told, under the root. */
  List<String> systemFolders() {
    if (isWindows()) {
      return List.of("Windows/System32");
    }
    return List.of(
        "usr/lib/".concat(triplet), "usr/lib64", "usr/lib", "lib/".concat(triplet), "lib64", "lib");
  }

  /** Files of which one is there wherever a driver runs: Linux's, WSL's, Jetson's. */
  List<String> driverSigns() {
    return List.of("proc/driver/nvidia/version", "dev/nvidiactl", "dev/dxg", "dev/nvgpu");
  }

  /** Folders with libraries inside one that a user names or a toolkit is in, itself included. */
  List<String> libraryFolders() {
    if (isWindows()) {
      return List.of(
          "", "bin", "bin/x64", "nvidia/cudnn/bin", "nvidia/cu13/bin/x86_64", "cudnn/bin");
    }
    return List.of(
        "",
        "lib64",
        "lib",
        "targets/" + target + "/lib",
        "lib/" + triplet,
        "nvidia/cudnn/lib",
        "nvidia/cu13/lib",
        "cudnn/lib",
        "cu13/lib");
  }

  /** Folders that NVIDIA's pip packages make inside {@code site-packages}. */
  List<String> pipFolders() {
    return isWindows()
        ? List.of("nvidia/cudnn/bin", "nvidia/cu13/bin/x86_64")
        : List.of("nvidia/cudnn/lib", "nvidia/cu13/lib");
  }
}
