package io.github.vgg4j.cuda.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts one launch together: what is compiled, the arguments in their order, then the geometry. */
final class Launch {

  /** Threads of a block wherever a kernel does not need another number. */
  static final int BLOCK = 256;

  /** 16 blocks for each processor of an H100: two full waves; loops over the grid do the rest. */
  private static final int MOST_BLOCKS = 16 * 132;

  private final String file;
  private final String name;
  private final Map<String, Integer> defines = new TreeMap<>();
  private final List<Argument> arguments = new ArrayList<>();

  private Launch(String file, String name) {
    this.file = file;
    this.name = name;
  }

  static Launch of(String file, String name) {
    return new Launch(file, name);
  }

  /** A kernel that is compiled for one type of numbers. */
  static Launch of(String file, String name, NumberType type) {
    return new Launch(file, name).define("BF16", type == NumberType.BF16 ? 1 : 0);
  }

  Launch define(String macro, int value) {
    defines.put(macro, value);
    return this;
  }

  Launch at(Place... places) {
    for (Place place : places) {
      arguments.add(new Argument.Address(place));
    }
    return this;
  }

  Launch whole(int value) {
    arguments.add(new Argument.Whole(value));
    return this;
  }

  Launch whole(long value) {
    arguments.add(new Argument.Long(value));
    return this;
  }

  Launch real(double value) {
    arguments.add(new Argument.Real((float) value));
    return this;
  }

  /** Whether something follows: a kernel's {@code int} that is 0 or 1. */
  Launch when(Activation activation) {
    return whole(activation == Activation.RELU ? 1 : 0);
  }

  /**
   * A thread for each item, and a loop where there are more than a full device takes.
   *
   * @param items below 2^32: kernels divide them into rows and channels in 32 bits
   */
  KernelCall over(long items, long bytes) {
    if (items >>> 32 != 0) {
      throw new IllegalArgumentException(
          name + " takes fewer than 2^32 items, not " + items + "; choose a smaller batch");
    }
    return grid(blocks(items), BLOCK, bytes);
  }

  KernelCall grid(int blocks, int threads, long bytes) {
    return new KernelCall(new KernelSource(file, defines), name, blocks, threads, arguments, bytes);
  }

  static int blocks(long items) {
    return (int) Math.max(1, Math.min(MOST_BLOCKS, (items + BLOCK - 1) / BLOCK));
  }

  /**
   * Numbers that a thread moves at once: 16 bytes of them, or fewer where the channels are not a
   * multiple.
   */
  static int vector(NumberType type, int channels) {
    return Math.min(16 / type.bytes(), Integer.lowestOneBit(channels));
  }
}
