package io.github.vgg4j.cuda.library;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The methods that compiled classes call, read from their constant pools (Java Virtual Machine
 * Specification, 4.4).
 */
final class CalledMethods {

  private CalledMethods() {}

  /**
   * Methods by the class that has them, of all classes in a folder.
   *
   * @param packagePrefix such as {@code org/bytedeco/}; others are left out
   */
  static Map<String, Set<String>> in(Path folder, String packagePrefix) throws IOException {
    Map<String, Set<String>> methods = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> classes = files.filter(file -> file.toString().endsWith(".class")).toList();
      for (Path file : classes) {
        read(Files.readAllBytes(file), packagePrefix, methods);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return methods;
  }

  private static void read(byte[] bytes, String packagePrefix, Map<String, Set<String>> methods)
      throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.readInt();
    in.readInt();
    int count = in.readUnsignedShort();
    int[] tags = new int[count];
    int[] first = new int[count];
    int[] second = new int[count];
    String[] texts = new String[count];
    for (int i = 1; i < count; i++) {
      tags[i] = in.readUnsignedByte();
      switch (tags[i]) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4 -> in.readInt();
        case 5, 6 -> {
          in.readLong();
          // They take two places.
          i++;
        }
        case 7, 8, 16, 19, 20 -> first[i] = in.readUnsignedShort();
        case 9, 10, 11, 12, 17, 18 -> {
          first[i] = in.readUnsignedShort();
          second[i] = in.readUnsignedShort();
        }
        case 15 -> {
          in.readUnsignedByte();
          first[i] = in.readUnsignedShort();
        }
        default -> throw new IOException("A constant of kind " + tags[i]);
      }
    }
    for (int i = 1; i < count; i++) {
      if (tags[i] == 10 || tags[i] == 11) {
        String owner = texts[first[first[i]]];
        if (owner.startsWith(packagePrefix)) {
          String name = texts[first[second[i]]];
          methods.computeIfAbsent(owner, key -> new TreeSet<>()).add(name);
        }
      }
    }
  }
}
