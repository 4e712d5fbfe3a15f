package io.github.vgg4j.onednn;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** One block of memory in which arrays that are never alive together share their place. */
final class Arena implements AutoCloseable {

  /** A cache line, and the widest vector register. */
  static final long ALIGNMENT = 64;

  private final BytePointer block;
  private final BytePointer start;
  private final long bytes;

  /** Takes memory of so many bytes; what lies in it is undefined. */
  Arena(long bytes) {
    this.bytes = bytes;
    this.block = new BytePointer(bytes + ALIGNMENT);
    long past = block.address() % ALIGNMENT;
    this.start = block.getPointer(BytePointer.class, past == 0 ? 0 : ALIGNMENT - past);
  }

  /** The first aligned byte. */
  BytePointer start() {
    return start;
  }

  /** All of it as floats. */
  FloatBuffer floats() {
    return new FloatPointer(start).capacity(bytes / Float.BYTES).asBuffer();
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    block.close();
  }

  /**
   * Gives each array the lowest offset at which it meets no array that is alive with it, the
   * largest first (greedy by size, as Pisarchyk and Lee 2020, "Efficient memory management for deep
   * neural net inference", section 5.2).
   *
   * @return bytes of the arena that holds them all
   */
  static long place(List<Storage> storages) {
    List<Storage> bySize = new ArrayList<>(storages);
    bySize.removeIf(storage -> !storage.isUsed());
    bySize.sort(Comparator.comparingLong(Storage::bytes).reversed());
    List<Storage> placed = new ArrayList<>();
    long end = 0;
    for (Storage storage : bySize) {
      long offset = 0;
      for (Storage other : placed) {
        if (other.livesWith(storage)
            && offset < aligned(other.offset() + other.bytes())
            && other.offset() < offset + storage.bytes()) {
          offset = aligned(other.offset() + other.bytes());
        }
      }
      storage.place(offset);
      end = Math.max(end, offset + storage.bytes());
      placed.add(storage);
      placed.sort(Comparator.comparingLong(Storage::offset));
    }
    return aligned(end);
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
