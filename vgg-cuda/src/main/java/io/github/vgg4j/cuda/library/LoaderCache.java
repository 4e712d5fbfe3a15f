package io.github.vgg4j.cuda.library;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The list of libraries that {@code ldconfig} keeps for the loader of glibc. Format: struct
 * cache_file_new of glibc's {@code dl-cache.h}, little-endian: the magic, the number of entries at
 * byte 20, entries of 24 bytes from byte 48 on, each with the offsets of its name and its path.
 */
final class LoaderCache {

  private static final System.Logger LOG = System.getLogger(LoaderCache.class.getName());
  private static final byte[] MAGIC = "glibc-ld.so.cache1.1".getBytes(StandardCharsets.ISO_8859_1);
  private static final int COUNT_OFFSET = 20;
  private static final int HEADER_BYTES = 48;
  private static final int ENTRY_BYTES = 24;

  private final byte[] bytes;
  private final int start;

  private LoaderCache(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
  }

  /** Reads it; a missing or strange file is an empty list. */
  static LoaderCache read(Path file) {
    if (!Files.isReadable(file)) {
      return new LoaderCache(new byte[0], -1);
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      return new LoaderCache(bytes, startOfNewFormat(bytes));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Cannot read " + file, e);
      return new LoaderCache(new byte[0], -1);
    }
  }

  /** Paths of the libraries of a name, in the loader's order; those of all processors. */
  List<Path> find(String name) {
    List<Path> paths = new ArrayList<>();
    if (start < 0) {
      return paths;
    }
    byte[] wanted = (name + '\0').getBytes(StandardCharsets.UTF_8);
    try {
      ByteBuffer buffer =
          ByteBuffer.wrap(bytes, start, bytes.length - start)
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN);
      int count = buffer.getInt(COUNT_OFFSET);
      for (int i = 0; i < count; i++) {
        int entry = HEADER_BYTES + i * ENTRY_BYTES;
        if (matches(buffer.getInt(entry + 4), wanted)) {
          paths.add(Path.of(text(buffer.getInt(entry + 8))));
        }
      }
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      LOG.log(System.Logger.Level.DEBUG, "The loader's cache is not as expected", e);
    }
    return paths;
  }

  private boolean matches(int offset, byte[] wanted) {
    int from = start + offset;
    return Arrays.equals(bytes, from, from + wanted.length, wanted, 0, wanted.length);
  }

  private String text(int offset) {
    int from = start + offset;
    int end = from;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  /** Old systems put the old format before the new one. */
  private static int startOfNewFormat(byte[] bytes) {
    for (int from = 0; from + HEADER_BYTES <= bytes.length; from += 4) {
      if (bytes[from] == MAGIC[0]
          && Arrays.equals(bytes, from, from + MAGIC.length, MAGIC, 0, MAGIC.length)) {
        return from;
      }
    }
    return -1;
  }
}
