package io.github.vgg4j.cuda.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine made of files in a folder: what a search sees is what a test put there. */
final class MadeUpMachine {

  private static final short X64 = 62;

  private final Path root;
  private final Map<String, String> environment = new HashMap<>();
  private final Map<String, String> properties = new HashMap<>();
  private final Platform platform;

  MadeUpMachine(Path root, Platform platform) {
    this.root = root;
    this.platform = platform;
    properties.put("user.home", root.resolve("home").toString());
  }

  MadeUpMachine(Path root) {
    this(root, Platform.LINUX_X64);
  }

  Machine machine() {
    return new Machine(environment, properties, root, platform);
  }

  Libraries find() {
    return CudaLibraries.find(machine());
  }

  MadeUpMachine set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  MadeUpMachine property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  Path path(String path) {
    return root.resolve(path);
  }

  /** Puts library files into a folder. */
  MadeUpMachine put(String folder, String... names) throws IOException {
    for (String name : names) {
      file(folder + "/" + name, library(X64, 0));
    }
    return this;
  }

  /** A driver in the system's folder. */
  MadeUpMachine putDriver() throws IOException {
    return put("usr/lib/x86_64-linux-gnu", "libcuda.so.1");
  }

  /** All files of some libraries. */
  MadeUpMachine putWhole(String folder, CudaLibrary... libraries) throws IOException {
    for (CudaLibrary library : libraries) {
      for (String name : library.files(platform)) {
        put(folder, name.replace("*", "0"));
      }
    }
    return this;
  }

  MadeUpMachine file(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  /**
   * The head of a library.
   *
   * @param processor its number in ELF
   * @param missing bytes that the file lacks at its end
   */
  static byte[] library(short processor, int missing) {
    ByteBuffer head = ByteBuffer.allocate(256 - missing).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1);
    head.putShort(18, processor).putLong(40, 128).putShort(58, (short) 64).putShort(60, (short) 2);
    return head.array();
  }

  /** A loader's cache with one entry for each library. */
  static byte[] loaderCache(List<String> paths) {
    int strings = 48 + 24 * paths.size();
    ByteBuffer cache = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
    cache.put("glibc-ld.so.cache1.1".getBytes(StandardCharsets.US_ASCII));
    cache.putInt(20, paths.size());
    int at = strings;
    for (int i = 0; i < paths.size(); i++) {
      String path = paths.get(i);
      int name = at + path.lastIndexOf('/') + 1;
      cache.position(at);
      cache.put(path.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
      cache.putInt(48 + 24 * i + 4, name).putInt(48 + 24 * i + 8, at);
      at = cache.position();
    }
    return cache.array();
  }
}
