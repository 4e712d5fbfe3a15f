package io.github.vgg4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Physical memory as Linux tells it. */
final class ProcessMemory {
  private static final long KIBI = 1024;

  private ProcessMemory() {}

  /** The most that a process has held so far; 0 where the system does not tell. */
  static long peakBytes(long pid) {
    return field(Path.of("/proc", Long.toString(pid), "status"), "VmHWM:", 0);
  }

  /** What new processes can take; unlimited where the system does not tell. */
  static long availableBytes() {
    return field(Path.of("/proc/meminfo"), "MemAvailable:", Long.MAX_VALUE);
  }

  private static long field(Path file, String name, long unknown) {
    if (!Files.isReadable(file)) {
      return unknown;
    }
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> KIBI * Long.parseLong(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(unknown);
    } catch (IOException | NumberFormatException e) {
      return unknown;
    }
  }
}
