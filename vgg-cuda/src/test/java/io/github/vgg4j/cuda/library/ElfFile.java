package io.github.vgg4j.cuda.library;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the dynamic linker reads of a 64-bit little-endian library: the System V ABI's sections of
 * type dynamic, dynsym and rela.
 */
final class ElfFile {

  private static final int SECTION_DYNAMIC = 6;
  private static final int SECTION_RELA = 4;
  private static final int SECTION_DYNSYM = 11;
  private static final int TAG_NEEDED = 1;
  private static final int TAG_BIND_NOW = 24;
  private static final int TAG_FLAGS = 30;
  private static final int TAG_FLAGS_1 = 0x6ffffffb;

  private final ByteBuffer bytes;
  private final List<String> needed = new ArrayList<>();
  private final Set<String> defined = new TreeSet<>();
  private final Map<String, Set<Integer>> undefined = new TreeMap<>();
  private boolean bindsAtOnce;

  /** Reads a library. */
  ElfFile(ByteBuffer bytes) {
    this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int sections = this.bytes.getShort(60);
    for (int i = 0; i < sections; i++) {
      int section = section(i);
      if (type(section) == SECTION_DYNAMIC) {
        readDynamic(section);
      } else if (type(section) == SECTION_DYNSYM) {
        readSymbols(section);
      }
    }
    for (int i = 0; i < sections; i++) {
      if (type(section(i)) == SECTION_RELA) {
        readRelocations(section(i));
      }
    }
  }

  /** Libraries that it asks for. */
  List<String> needed() {
    return needed;
  }

  /** Functions and data that others find in it, without versions. */
  Set<String> defined() {
    return defined;
  }

  /** What it looks for in others, and by which types of relocation. */
  Map<String, Set<Integer>> undefined() {
    return undefined;
  }

  /** Whether the linker is to look for everything when the library is loaded. */
  boolean bindsAtOnce() {
    return bindsAtOnce;
  }

  private void readDynamic(int section) {
    int strings = offset(section(link(section)));
    for (int at = offset(section); at < offset(section) + size(section); at += 16) {
      long tag = bytes.getLong(at);
      long value = bytes.getLong(at + 8);
      if (tag == TAG_NEEDED) {
        needed.add(text(strings + (int) value));
      }
      bindsAtOnce |=
          tag == TAG_BIND_NOW
              || (tag == TAG_FLAGS && (value & 8) != 0)
              || (tag == TAG_FLAGS_1 && (value & 1) != 0);
    }
  }

  private void readSymbols(int section) {
    int strings = offset(section(link(section)));
    for (int at = offset(section); at < offset(section) + size(section); at += 24) {
      String name = text(strings + bytes.getInt(at));
      if (bytes.getShort(at + 6) == 0) {
        undefined.put(name, new TreeSet<>());
      } else {
        defined.add(name);
      }
    }
  }

  private void readRelocations(int section) {
    int symbols = section(link(section));
    if (type(symbols) != SECTION_DYNSYM) {
      return;
    }
    int strings = offset(section(link(symbols)));
    for (int at = offset(section); at < offset(section) + size(section); at += 24) {
      long info = bytes.getLong(at + 8);
      int symbol = offset(symbols) + 24 * (int) (info >>> 32);
      Set<Integer> types = undefined.get(text(strings + bytes.getInt(symbol)));
      if (types != null) {
        types.add((int) info);
      }
    }
  }

  private int section(int index) {
    return (int) bytes.getLong(40) + index * bytes.getShort(58);
  }

  private int type(int section) {
    return bytes.getInt(section + 4);
  }

  private int offset(int section) {
    return (int) bytes.getLong(section + 24);
  }

  private int size(int section) {
    return (int) bytes.getLong(section + 32);
  }

  private int link(int section) {
    return bytes.getInt(section + 40);
  }

  private String text(int at) {
    int end = at;
    while (bytes.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - at];
    bytes.get(at, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
