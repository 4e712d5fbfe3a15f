package io.github.vgg4j.cuda.kernel;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the very kernels of the GPU on a processor, compiled by a C++ compiler: places are addresses
 * of the host. Slow, and exact about barriers, arguments and alignment. Threads and blocks run in
 * orders that a printed seed gives ({@code -Dvgg.seed}), other ones with each launch.
 */
public final class HostKernels {

  /** The seed of the kernels' tests. */
  static final long SEED = Long.getLong("vgg.seed", 42);

  /** As many as there are ways to order the threads of a block, see {@code host.h}. */
  private static final int ORDERS = 4;

  static {
    System.out.println("Seed of the kernels' tests: " + SEED + " (-Dvgg.seed)");
  }

  private final HostCompiler compiler;
  private final Map<KernelSource, Function> functions = new HashMap<>();
  private long nextOrder = SEED;

  private HostKernels(HostCompiler compiler) {
    this.compiler = compiler;
  }

  /** Skips the calling test where there is no C++ compiler. */
  public static HostKernels orSkip() {
    Assumptions.assumeTrue(
        HostCompiler.found().isPresent(),
        "No C++ compiler: install g++, or name one in the environment variable CXX, to run the"
            + " kernels on the processor");
    return Held.ONLY;
  }

  private static final class Held {
    private static final HostKernels ONLY = new HostKernels(HostCompiler.found().orElseThrow());
  }

  /** Begins again with the orders of the seed, so that one test alone meets those that it met. */
  synchronized void firstOrder() {
    nextOrder = SEED;
  }

  /**
   * Runs one kernel to its end. Where all its places are arrays of the host, it does so in several
   * orders, each time from what was there before.
   *
   * @throws IllegalStateException if the arguments are not those of the kernel, if threads wait in
   *     vain or an address is not aligned
   * @throws AssertionError if another order gives other bits
   */
  public synchronized void launch(KernelCall call) {
    List<Place> places = places(call);
    if (!places.stream().allMatch(HostArray.class::isInstance)) {
      run(call);
      return;
    }
    List<HostArray> arrays = places.stream().map(HostArray.class::cast).toList();
    List<byte[]> before = copies(arrays);
    run(call);
    List<byte[]> after = copies(arrays);
    for (int more = 1; more < ORDERS; more++) {
      for (int i = 0; i < arrays.size(); i++) {
        arrays.get(i).putBack(before.get(i));
      }
      run(call);
      if (!Arrays.deepEquals(after.toArray(), copies(arrays).toArray())) {
        throw new AssertionError(
            call.name() + " of " + call.source() + ": other threads first, other numbers");
      }
    }
  }

  private static List<Place> places(KernelCall call) {
    return call.arguments().stream()
        .filter(Argument.Address.class::isInstance)
        .map(argument -> ((Argument.Address) argument).place())
        .filter(place -> place != Argument.NOWHERE)
        .toList();
  }

  private static List<byte[]> copies(List<HostArray> arrays) {
    return arrays.stream().map(HostArray::copy).toList();
  }

  private void run(KernelCall call) {
    List<Argument> arguments = call.arguments();
    int count = arguments.size();
    try (Memory values = new Memory(8L * count + 8);
        Memory addresses = new Memory(8L * count + 8);
        Memory sizes = new Memory(4L * count + 4)) {
      for (int i = 0; i < count; i++) {
        sizes.setInt(4L * i, put(values, 8L * i, arguments.get(i)));
        addresses.setPointer(8L * i, values.share(8L * i));
      }
      Pointer problem =
          function(call.source())
              .invokePointer(
                  new Object[] {
                    call.name(), call.grid(), call.block(), count, addresses, sizes, nextOrder++
                  });
      if (problem != null) {
        throw new IllegalStateException(
            call.name() + " of " + call.source() + ": " + problem.getString(0));
      }
    }
  }

  /** Runs kernels one after the other. */
  public void launch(List<KernelCall> calls) {
    calls.forEach(this::launch);
  }

  /** Writes an argument and says how many bytes it has. */
  private static int put(Memory to, long offset, Argument argument) {
    if (argument instanceof Argument.Whole whole) {
      to.setInt(offset, whole.value());
      return 4;
    }
    if (argument instanceof Argument.Real real) {
      to.setFloat(offset, real.value());
      return 4;
    }
    if (argument instanceof Argument.Long whole) {
      to.setLong(offset, whole.value());
      return 8;
    }
    to.setLong(offset, ((Argument.Address) argument).place().address());
    return 8;
  }

  private Function function(KernelSource source) {
    return functions.computeIfAbsent(
        source,
        key -> {
          try {
            return NativeLibrary.getInstance(compiler.library(key).toString())
                .getFunction("launch_kernel");
          } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Cannot compile " + key + " for the processor", e);
          }
        });
  }
}
