package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.ArenaLayout;
import io.github.vgg4j.tensor.NativeMemory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/** One aligned block of memory. */
final class Arena implements AutoCloseable {

  private final BytePointer block;
  private final BytePointer start;
  private final long bytes;

  /** Takes memory of so many bytes; what lies in it is undefined. */
  Arena(long bytes) {
    this(new BytePointer(bytes + ArenaLayout.ALIGNMENT), bytes);
  }

  /** Takes memory of so many zeros. */
  static Arena zeros(long bytes) {
    return new Arena(NativeMemory.zeros(bytes + ArenaLayout.ALIGNMENT), bytes);
  }

  private Arena(BytePointer block, long bytes) {
    this.bytes = bytes;
    this.block = block;
    long past = block.address() % ArenaLayout.ALIGNMENT;
    this.start = block.getPointer(BytePointer.class, past == 0 ? 0 : ArenaLayout.ALIGNMENT - past);
  }

  /** The first aligned byte. */
  BytePointer start() {
    return start;
  }

  /** All of it as floats. */
  FloatBuffer floats() {
    return new FloatPointer(start).capacity(bytes / Float.BYTES).asBuffer();
  }

  /** The first of it as bytes. */
  ByteBuffer bytes(long count) {
    return new BytePointer(start).capacity(count).asByteBuffer();
  }

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    block.close();
  }
}
