package io.github.vgg4j.cuda.kernel;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the very kernels of the GPU on a processor, compiled by a C++ compiler: places are addresses
 * of the host. Slow, and exact about barriers, arguments and alignment.
 */
public final class HostKernels {

  private final HostCompiler compiler;
  private final Map<KernelSource, Function> functions = new HashMap<>();

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

  /**
   * Runs one kernel to its end.
   *
   * @throws IllegalArgumentException if the arguments are not those of the kernel
   * @throws IllegalStateException if threads wait in vain or an address is not aligned
   */
  public synchronized void launch(KernelCall call) {
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
                  new Object[] {call.name(), call.grid(), call.block(), count, addresses, sizes});
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
