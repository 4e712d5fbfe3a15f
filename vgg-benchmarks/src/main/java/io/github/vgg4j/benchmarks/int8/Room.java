package io.github.vgg4j.benchmarks.int8;

import org.bytedeco.javacpp.BytePointer;

/** A block of memory that starts with a cache line, as oneDNN's kernels like it. */
final class Room implements AutoCloseable {
  private static final long LINE = 64;
  private static final int PATTERN = 1 << 20;

  private final BytePointer block;
  private final BytePointer start;
  private final long bytes;

  /** Filled with zeros. */
  Room(long bytes) {
    this.bytes = bytes;
    this.block = new BytePointer(bytes + LINE);
    this.start = block.getPointer(BytePointer.class, (LINE - block.address() % LINE) % LINE);
    BytePointer.memset(start, 0, bytes);
  }

  BytePointer start() {
    return start;
  }

  /** Bytes of the pattern that {@link #fill} wants. */
  int patternBytes() {
    return (int) Math.min(PATTERN, bytes);
  }

  /** Writes a pattern again and again; timing does not notice that it repeats. */
  Room fill(byte[] pattern) {
    for (long at = 0; at < bytes; at += pattern.length) {
      int count = (int) Math.min(pattern.length, bytes - at);
      new BytePointer(start).position(at).put(pattern, 0, count);
    }
    return this;
  }

  @Override
  public void close() {
    block.close();
  }
}
