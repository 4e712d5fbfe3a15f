package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.engine.Lifetime;

/** A piece of a program's arena: alive from the first step that uses it to the last. */
final class Memory extends Lifetime implements Place {

  private static final long NOT_BOUND = -1;

  private long address = NOT_BOUND;

  /** A piece that no step uses yet. */
  Memory(long bytes) {
    super(bytes);
  }

  /** Gives it an address: its offset from the arena's start. */
  void bind(Place arena) {
    address = arena.address() + offset();
  }

  @Override
  public long address() {
    if (address == NOT_BOUND) {
      throw new IllegalStateException("This memory has no place yet");
    }
    return address;
  }
}
