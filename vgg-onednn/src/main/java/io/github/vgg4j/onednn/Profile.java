package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.StepTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Times a program kernel by kernel, and the update as a whole. */
final class Profile {

  private static final double NANOS = 1e9;

  private final Program program;
  private final @Nullable Program update;
  private final long[] nanoseconds;
  private long weightNanoseconds;
  private long updateNanoseconds;

  Profile(Program program, @Nullable Program update) {
    this.program = program;
    this.update = update;
    this.nanoseconds = new long[program.size()];
  }

  void run(int from, int to) {
    program.run(from, to, nanoseconds);
  }

  /** Times the laying out of the weights anew. */
  void weights(Runnable freshen) {
    long begin = System.nanoTime();
    freshen.run();
    weightNanoseconds += System.nanoTime() - begin;
  }

  void update() {
    if (update != null) {
      long begin = System.nanoTime();
      update.run(0, update.size());
      updateNanoseconds += System.nanoTime() - begin;
    }
  }

  /** The mean of so many steps. */
  List<StepTime> times(int steps) {
    List<StepTime> times = new ArrayList<>();
    times.add(
        whole("weights", "copies in the kernels' layouts", weightNanoseconds / NANOS / steps));
    for (int i = 0; i < nanoseconds.length; i++) {
      times.add(time(program.entries().get(i), nanoseconds[i] / NANOS / steps));
    }
    if (update != null) {
      times.add(whole("update", "optimizer", updateNanoseconds / NANOS / steps));
    }
    return times;
  }

  private static StepTime time(Program.Entry entry, double seconds) {
    if (entry instanceof Program.KernelEntry call) {
      long bytes = call.operands().stream().mapToLong(one -> one.layout().bytes()).sum();
      Kernel kernel = call.kernel();
      return new StepTime(
          call.label(), kernel.work(), kernel.implementation(), seconds, kernel.flops(), bytes);
    }
    return new StepTime(entry.label(), "in Java", "java", seconds, 0, 0);
  }

  private static StepTime whole(String name, String work, double seconds) {
    return new StepTime(name, work, "", seconds, 0, 0);
  }
}
