package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Lifetime;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** A piece of an arena, at an address once the arena is there. */
final class Storage extends Lifetime {

  private @Nullable BytePointer address;

  Storage(long bytes) {
    super(bytes);
  }

  /** Gives it an address: its offset from the arena's start. */
  void bind(BytePointer arena) {
    address = arena.getPointer(BytePointer.class, offset());
  }

  Pointer address() {
    if (address == null) {
      throw new IllegalStateException("This memory has no place yet");
    }
    return address;
  }
}
