package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.LibraryWork;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory that NVIDIA's kernels need while they run, one piece for all of them, since they run one
 * after the other. It grows; what it was before stays until the end, because graphs may hold it.
 */
final class Scratch implements AutoCloseable {

  private final LibraryWork.Services services;
  private final List<Long> outgrown = new ArrayList<>();
  private long needed;
  private long address;
  private long bytes;
  private long outgrownBytes;

  Scratch(LibraryWork.Services services) {
    this.services = services;
  }

  /** Says that a kernel will need so many bytes. */
  void need(long more) {
    needed = Math.max(needed, more);
  }

  /** Where it lies, with all that anybody needs; 0 where nobody needs any. */
  long address() {
    if (bytes < needed) {
      long larger = services.allocate(needed);
      if (address != 0) {
        outgrown.add(address);
        outgrownBytes += bytes;
      }
      address = larger;
      bytes = needed;
    }
    return address;
  }

  /** Bytes that it takes on the device. */
  long bytes() {
    return bytes + outgrownBytes;
  }

  @Override
  public void close() {
    outgrown.forEach(services::free);
    outgrown.clear();
    if (address != 0) {
      services.free(address);
      address = 0;
    }
  }
}
