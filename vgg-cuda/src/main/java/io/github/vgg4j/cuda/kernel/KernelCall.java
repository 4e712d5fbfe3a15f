package io.github.vgg4j.cuda.kernel;

import java.util.List;

/**
 * One launch of a kernel: a one-dimensional grid of one-dimensional blocks.
 *
 * @param source what it is compiled from
 * @param name of the {@code __global__} function, which is {@code extern "C"}
 * @param grid blocks, at least 1
 * @param block threads of a block, a multiple of 32 and at most 1,024
 * @param arguments in the function's order
 * @param bytes that it reads and writes, each array counted once; for profiles
 */
public record KernelCall(
    KernelSource source, String name, int grid, int block, List<Argument> arguments, long bytes) {

  public KernelCall {
    arguments = List.copyOf(arguments);
    if (grid < 1 || block < 32 || block > 1024 || block % 32 != 0) {
      throw new IllegalArgumentException(
          "A grid of " + grid + " blocks of " + block + " threads cannot be launched");
    }
  }
}
