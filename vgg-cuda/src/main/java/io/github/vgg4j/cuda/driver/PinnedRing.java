package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaHostAlloc;
import static org.bytedeco.cuda.global.cudart.cudaHostAllocDefault;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/**
 * A few blocks of memory that the device reads by itself, used in turn: while it copies one, the
 * host fills the next. A block is used again once its event is passed.
 */
final class PinnedRing {

  /** Two are in flight while the third is filled. */
  private static final int BLOCKS = 3;

  private final long blockBytes;
  private final List<Block> blocks = new ArrayList<>();
  private int next;

  /**
   * A block of the ring.
   *
   * @param address of its first byte on the host
   * @param copied marks the end of the last copy from or to it
   */
  record Block(long address, Event copied) {}

  /** With blocks of so many bytes each. */
  PinnedRing(long blockBytes, Answers answers, Releases releases) {
    this.blockBytes = blockBytes;
    for (int i = 0; i < BLOCKS; i++) {
      Pointer memory = pinned(blockBytes, answers, releases);
      blocks.add(new Block(memory.address(), Event.forOrder(answers, releases)));
    }
  }

  /** Memory that the device reads and writes by itself. */
  static Pointer pinned(long bytes, Answers answers, Releases releases) {
    Pointer memory = new Pointer();
    answers.check(
        cudaHostAlloc(memory, bytes, cudaHostAllocDefault),
        "take " + bytes + " bytes of the host's memory for copies");
    releases.add(() -> cudaFreeHost(memory));
    return memory;
  }

  /** Bytes of each block. */
  long blockBytes() {
    return blockBytes;
  }

  /** The next block, its last copy done. */
  Block take() {
    Block block = blocks.get(next);
    next = (next + 1) % BLOCKS;
    block.copied().await();
    return block;
  }
}
