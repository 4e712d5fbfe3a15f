package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import java.util.ArrayList;
import java.util.List;

/** All memory that one owner took from a device, to be given back together. */
final class Blocks implements AutoCloseable {

  private final Gpu gpu;
  private final List<Block> taken = new ArrayList<>();

  Blocks(Gpu gpu) {
    this.gpu = gpu;
  }

  /** Takes memory whose content is undefined. */
  Block take(long bytes) {
    return own(new Block(gpu, bytes));
  }

  /** Takes memory full of zeros. */
  Block zeros(long bytes) {
    return own(Block.zeros(gpu, bytes));
  }

  /** Gives one of them back early. */
  void giveBack(Block block) {
    taken.remove(block);
    block.close();
  }

  /** Bytes in all. */
  long bytes() {
    return taken.stream().mapToLong(Block::bytes).sum();
  }

  @Override
  public void close() {
    taken.forEach(Block::close);
    taken.clear();
  }

  private Block own(Block block) {
    taken.add(block);
    return block;
  }
}
