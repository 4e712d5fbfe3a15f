package io.github.vgg4j.cuda.driver;

import java.util.Locale;

/**
 * A GPU as the driver describes it.
 *
 * @param ordinal its number in CUDA's order
 * @param name such as {@code NVIDIA H100 80GB HBM3}
 * @param computeCapability 90 for 9.0
 * @param multiprocessors processors
 * @param memoryBytes all of it, used or not
 */
public record Device(
    int ordinal, String name, int computeCapability, int multiprocessors, long memoryBytes) {

  private static final double GIBI = 1L << 30;

  /** What tells GPUs of this kind from all others. */
  public String kind() {
    return name + ", " + multiprocessors + " multiprocessors of " + computeCapability;
  }

  /** One line: {@code NVIDIA H100 80GB HBM3, 79.2 GiB, compute capability 9.0}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %.1f GiB, compute capability %d.%d",
        name,
        memoryBytes / GIBI,
        computeCapability / 10,
        computeCapability % 10);
  }
}
