package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Product;
import io.github.vgg4j.engine.StepTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Times a program step by step on the device. */
final class Profile {

  private static final double NANOS = 1e9;

  private final Gpu gpu;
  private final int runs;

  /**
   * A profile.
   *
   * @param runs of each step, at least 1
   */
  Profile(Gpu gpu, int runs) {
    this.gpu = gpu;
    this.runs = runs;
  }

  /** The time of every step, and of the update as a whole. */
  List<StepTime> times(Program program, @Nullable Update update) {
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < program.steps().size(); i++) {
      Step step = program.steps().get(i);
      Gpu.Prepared prepared = program.prepared().get(i);
      times.add(
          new StepTime(
              step.label(),
              work(step),
              prepared.implementation(),
              gpu.seconds(prepared, runs),
              flops(step),
              bytes(step)));
    }
    for (int i = 0; update != null && i < update.moving().size(); i++) {
      Gpu.Prepared prepared = update.moving().get(i);
      times.add(
          new StepTime(
              "update",
              "optimizer",
              prepared.implementation(),
              gpu.seconds(prepared, runs),
              0,
              update.movingCalls().get(i).bytes()));
    }
    return times;
  }

  /** A whole step without what the host does around it. */
  Whole whole(Program program, @Nullable Update update) {
    List<Gpu.Prepared> all = new ArrayList<>(program.prepared());
    if (update != null) {
      all.addAll(update.moving());
    }
    all.forEach(Gpu.Prepared::run);
    gpu.finish();
    long begin = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      all.forEach(Gpu.Prepared::run);
    }
    gpu.finish();
    double oneByOne = (System.nanoTime() - begin) / NANOS / runs;
    Gpu.Prepared graph = gpu.graph(all);
    graph.run();
    return new Whole(oneByOne, gpu.seconds(graph, runs));
  }

  /**
   * Seconds of a whole step, from memory to memory of the device.
   *
   * @param oneByOne its parts asked for one after the other, none waited for
   * @param graph the same as one CUDA graph, by the device's clock
   */
  record Whole(double oneByOne, double graph) {}

  private static String work(Step step) {
    if (step instanceof Step.Convolve convolve) {
      return convolve.convolution().work().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    } else if (step instanceof Step.Multiply multiply) {
      Product product = multiply.product();
      return "product " + product.rows() + "x" + product.inner() + "x" + product.columns();
    }
    return ((Step.Launch) step).call().name().replace('_', ' ');
  }

  private static long flops(Step step) {
    if (step instanceof Step.Convolve convolve) {
      Convolution c = convolve.convolution();
      return 2L * c.images() * c.height() * c.width() * c.in() * c.out() * c.kernel() * c.kernel();
    } else if (step instanceof Step.Multiply multiply) {
      Product product = multiply.product();
      return 2L * product.rows() * product.columns() * product.inner();
    }
    return ((Step.Launch) step).flops();
  }

  private static long bytes(Step step) {
    return step instanceof Step.Launch launch
        ? launch.call().bytes()
        : step.places().stream().mapToLong(Place::bytes).sum();
  }
}
