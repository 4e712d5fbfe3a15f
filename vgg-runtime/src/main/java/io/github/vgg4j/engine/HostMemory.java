package io.github.vgg4j.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that this machine, or the container around this process, has left. */
public final class HostMemory {
  private static final long KIBI = 1024;

  private static final Path MACHINE = Path.of("/proc/meminfo");
  private static final Path LIMIT = Path.of("/sys/fs/cgroup/memory.max");
  private static final Path USED = Path.of("/sys/fs/cgroup/memory.current");
  private static final Path CACHE = Path.of("/sys/fs/cgroup/memory.stat");

  private HostMemory() {}

  /**
   * Bytes that can be taken without swapping, where the system tells: Linux's {@code MemAvailable},
   * or what is left under the container's limit if that is less; else {@link Long#MAX_VALUE}.
   */
  public static long availableBytes() {
    return Math.min(ofMachine(read(MACHINE)), ofContainer(read(LIMIT), read(USED), read(CACHE)));
  }

  static long ofMachine(String meminfo) {
    long kibibytes = field(meminfo, "MemAvailable:");
    return kibibytes < 0 ? Long.MAX_VALUE : kibibytes * KIBI;
  }

  /** The page cache of files counts as used, but is given back when asked for. */
  static long ofContainer(String limit, String used, String stat) {
    if (!limit.strip().matches("\\d{1,18}") || !used.strip().matches("\\d{1,18}")) {
      return Long.MAX_VALUE;
    }
    long cache = Math.max(0, field(stat, "inactive_file"));
    return Math.max(0, Long.parseLong(limit.strip()) - Long.parseLong(used.strip()) + cache);
  }

  private static long field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> digits.matches("\\d{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(-1);
  }

  private static String read(Path file) {
    if (!Files.isReadable(file)) {
      return "";
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      log().log(System.Logger.Level.DEBUG, "Cannot read " + file, e);
      return "";
    }
  }

  /** Made when there is something to say: finding out where logs go takes 20 ms of a start. */
  private static System.Logger log() {
    return System.getLogger(HostMemory.class.getName());
  }
}
