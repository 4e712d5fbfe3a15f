package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.plan.Effort;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded steps with their memory placed and their kernels chosen: running them decides nothing.
 */
final class Program {

  private final List<Step> steps;
  private final List<Gpu.Prepared> prepared;
  private final List<Folding> foldings;
  private final StepBuilder.Recorded ends;
  private final int images;
  private final Replay alone;
  private final Replay withUpdate;

  /**
   * Prepares steps whose memory has its place.
   *
   * @param effort put into choosing kernels
   * @param update what may follow in the same graph
   */
  Program(
      Gpu gpu,
      StepContext context,
      StepBuilder.Recorded ends,
      Effort effort,
      List<Gpu.Prepared> update) {
    this.steps = context.recorder().steps();
    this.prepared = steps.stream().map(step -> prepare(gpu, step, effort)).toList();
    this.foldings = context.foldings();
    this.ends = ends;
    this.images = context.images();
    this.alone = new Replay(gpu, prepared);
    List<Gpu.Prepared> whole = new ArrayList<>(prepared);
    whole.addAll(update);
    this.withUpdate = new Replay(gpu, whole);
  }

  /** Images it computes, which may be more than a caller has. */
  int images() {
    return images;
  }

  Memory input() {
    return ends.input();
  }

  Memory output() {
    return ends.output();
  }

  /** Folded weights that must be fresh before it runs. */
  List<Folding> foldings() {
    return foldings;
  }

  /** Runs it. */
  void run() {
    alone.run();
  }

  /** Runs it, and the update behind it. */
  void runWithUpdate() {
    withUpdate.run();
  }

  /** The steps as they were recorded. */
  List<Step> steps() {
    return steps;
  }

  /** The steps as they run, one for each of {@link #steps}. */
  List<Gpu.Prepared> prepared() {
    return prepared;
  }

  private static Gpu.Prepared prepare(Gpu gpu, Step step, Effort effort) {
    if (step instanceof Step.Launch launch) {
      return gpu.prepare(launch.call());
    } else if (step instanceof Step.Convolve convolve) {
      return gpu.prepare(convolve.convolution(), convolve.operands(), effort);
    }
    Step.Multiply multiply = (Step.Multiply) step;
    return gpu.prepare(
        multiply.product(), multiply.a(), multiply.b(), multiply.bias(), multiply.c());
  }
}
