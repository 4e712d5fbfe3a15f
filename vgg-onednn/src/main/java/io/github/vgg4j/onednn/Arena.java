package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.ArenaLayout;
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
    this.bytes = bytes;
    this.block = new BytePointer(bytes + ArenaLayout.ALIGNMENT);
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

  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    block.close();
  }
}
