package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.kernel.UpdateKernels;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.SessionSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the gradients of a training step: they are added to those that wait, and every so
 * often the optimizer's step is made with their mean, clipped.
 */
final class Update {

  private final Gpu gpu;
  private final Optimizer optimizer;
  private final Gradients rule;
  private final @Nullable Block sum;
  private final List<Gpu.Prepared> keeping = new ArrayList<>();
  private final List<Gpu.Prepared> moving = new ArrayList<>();
  private final List<KernelCall> movingCalls = new ArrayList<>();
  private int waiting;

  /** The updates of a session for training. */
  Update(
      Gpu gpu,
      Blocks blocks,
      Weights weights,
      Control control,
      SessionSpec spec,
      Optimizer optimizer) {
    this.gpu = gpu;
    this.optimizer = optimizer;
    this.rule = spec.gradients();
    long count = weights.trainedFloats();
    Place gradients = weights.gradients();
    this.sum = rule.accumulates() ? blocks.zeros(count * Float.BYTES) : null;
    if (sum != null) {
      KernelCall accumulate = UpdateKernels.accumulate(count, gradients, sum);
      keeping.add(gpu.prepare(accumulate));
      movingCalls.add(accumulate);
      gradients = sum;
    }
    if (rule.clips()) {
      Block scratch = blocks.take(UpdateKernels.clipScratch(count));
      movingCalls.addAll(
          UpdateKernels.clip(count, rule.clipNorm(), gradients, scratch, control.hyper()));
    }
    movingCalls.add(
        UpdateKernels.update(
            optimizer,
            count,
            weights.values(),
            weights.slots(),
            gradients,
            weights.shadow(),
            control.hyper()));
    movingCalls.forEach(call -> moving.add(gpu.prepare(call)));
  }

  /** What follows a training step that ends in an update. */
  List<Gpu.Prepared> moving() {
    return moving;
  }

  /** The kernels of {@link #moving}, one for each. */
  List<KernelCall> movingCalls() {
    return movingCalls;
  }

  /** What follows a training step whose gradients wait. */
  List<Gpu.Prepared> keeping() {
    return keeping;
  }

  /** Whether a training step ends in an update. */
  boolean movesAt(long step) {
    return rule.updatesAt(step);
  }

  /**
   * Sets the numbers of a training step.
   *
   * @param step training steps done before it
   */
  void set(Control control, double learningRate, long step) {
    control.hyper(learningRate, 1.0 / (waiting + 1));
    double update = (double) rule.updates(step) + 1;
    if (optimizer instanceof Optimizer.Adam adam) {
      correct(control, adam.beta1(), adam.beta2(), update);
    } else if (optimizer instanceof Optimizer.AdamW adam) {
      correct(control, adam.beta1(), adam.beta2(), update);
    }
  }

  /** Says that a training step ran. */
  void ran(long step) {
    if (movesAt(step)) {
      clear();
    } else {
      waiting++;
    }
  }

  /** Drops gradients that wait. */
  void clear() {
    waiting = 0;
    if (sum != null) {
      gpu.clear(sum);
    }
  }

  private static void correct(Control control, double beta1, double beta2, double update) {
    control.corrections(1 / (1 - Math.pow(beta1, update)), 1 / (1 - Math.pow(beta2, update)));
  }
}
