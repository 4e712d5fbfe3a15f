package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Place;

/** Memory that was taken from a device, and is given back once. */
final class Block implements Place, AutoCloseable {

  private static final long GIVEN_BACK = 0;

  private final Gpu gpu;
  private final long bytes;
  private long address;

  /** Takes so many bytes, at least 1; what lies in them is undefined. */
  Block(Gpu gpu, long bytes) {
    this.gpu = gpu;
    this.bytes = Math.max(1, bytes);
    this.address = gpu.allocate(this.bytes);
  }

  /** As the constructor, with zeros. */
  static Block zeros(Gpu gpu, long bytes) {
    Block block = new Block(gpu, bytes);
    try {
      gpu.clear(block);
    } catch (RuntimeException | Error e) {
      block.close();
      throw e;
    }
    return block;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public long address() {
    if (address == GIVEN_BACK) {
      throw new IllegalStateException("This memory was given back");
    }
    return address;
  }

  @Override
  public void close() {
    if (address != GIVEN_BACK) {
      gpu.free(address);
      address = GIVEN_BACK;
    }
  }
}
