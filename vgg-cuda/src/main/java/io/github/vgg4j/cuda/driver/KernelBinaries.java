package io.github.vgg4j.cuda.driver;

import io.github.vgg4j.cuda.kernel.KernelSource;

/** Makes machine code of a kernel's source; package {@code kernel}'s compiler is behind it. */
public interface KernelBinaries {

  /**
   * Machine code for a device, a cubin.
   *
   * @param computeCapability 90 for 9.0
   * @throws IllegalStateException if the source does not compile; the message has the log
   */
  byte[] cubin(KernelSource source, int computeCapability);
}
