package io.github.vgg4j.onednn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A piece of an arena: its size, the first and the last step that use it, and its place. */
final class Storage {

  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long offset = -1;
  private @Nullable BytePointer address;

  Storage(long bytes) {
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  /** Says that a step uses it. */
  void usedAt(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  boolean isUsed() {
    return last >= 0;
  }

  boolean livesWith(Storage other) {
    return first <= other.last && other.first <= last;
  }

  long offset() {
    return offset;
  }

  void place(long newOffset) {
    offset = newOffset;
  }

  /** Gives it an address: its offset from the arena's start. */
  void bind(BytePointer arena) {
    address = arena.getPointer(BytePointer.class, offset);
  }

  Pointer address() {
    if (address == null) {
      throw new IllegalStateException("This memory has no place yet");
    }
    return address;
  }
}
