package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Steps that run one by one at first, so that libraries load what they need, and as one CUDA graph
 * from then on.
 */
final class Replay {

  private static final int RUNS_BEFORE_CAPTURE = 2;

  private final Gpu gpu;
  private final List<Gpu.Prepared> steps;
  private int runs;
  private Gpu.@Nullable Prepared graph;

  Replay(Gpu gpu, List<Gpu.Prepared> steps) {
    this.gpu = gpu;
    this.steps = List.copyOf(steps);
  }

  void run() {
    if (graph == null && runs == RUNS_BEFORE_CAPTURE) {
      graph = gpu.graph(steps);
    }
    if (graph != null) {
      graph.run();
      return;
    }
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).run();
    }
    runs++;
  }

  /** The steps one by one. */
  List<Gpu.Prepared> steps() {
    return steps;
  }
}
