package io.github.vgg4j.arch;

import io.github.vgg4j.arch.Liveness.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The steps of the {@code cuda} engine for a plan, with the arrays that they use, as that engine
 * records them: ReLU fused into the convolution before it or the max pool after it, the first block
 * in one kernel, batch norm folded at inference, dropout in place, and the way back.
 */
final class CudaSteps {

  private static final String GRADIENTS = "gradients of outputs";

  private final NetworkPlan plan;
  private final boolean trains;
  private final int numberBytes;
  private final Liveness liveness = new Liveness();
  private final List<UnaryOperator<Array>> tape = new ArrayList<>();
  private int next;

  private CudaSteps(NetworkPlan plan, boolean trains, int numberBytes) {
    this.plan = plan;
    this.trains = trains;
    this.numberBytes = numberBytes;
  }

  /**
   * The arrays of one step of training or inference.
   *
   * @param numberBytes bytes of a number of an activation: 4 for float32, 2 for bfloat16
   */
  static Liveness of(NetworkPlan plan, boolean trains, int numberBytes) {
    CudaSteps steps = new CudaSteps(plan, trains, numberBytes);
    steps.record();
    return steps.liveness;
  }

  /** Whether a convolution runs in the kernel for images of few channels. */
  static boolean isFirst(NetworkPlan plan, Layer.Conv conv) {
    return conv == plan.layers().get(0)
        && conv.input().channels() <= CudaMemory.MOST_FIRST_CHANNELS;
  }

  private void record() {
    Array flowing = liveness.array("input", 0, numberBytes * plan.input().elements());
    while (next < plan.layers().size()) {
      flowing = forward(flowing);
    }
    if (trains) {
      Array gradient = gradient(plan.layers().get(plan.layers().size() - 1).output());
      liveness.step(flowing, gradient);
      for (int i = tape.size() - 1; i >= 0; i--) {
        gradient = tape.get(i).apply(gradient);
      }
    }
    liveness.step(flowing);
  }

  private Array forward(Array in) {
    Layer layer = plan.layers().get(next++);
    if (layer instanceof Layer.Conv conv) {
      return convolution(conv, in);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return batchNorm(norm, in);
    } else if (layer instanceof Layer.Relu) {
      return takes(Layer.MaxPool.class) ? pool(plan.layers().get(next - 1), 1, in) : in;
    } else if (layer instanceof Layer.MaxPool) {
      return pool(layer, 1, in);
    } else if (layer instanceof Layer.AvgPool || layer instanceof Layer.AdaptiveAvgPool) {
      return pool(layer, 0, in);
    } else if (layer instanceof Layer.LocalResponseNorm) {
      return localResponseNorm(layer, in);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, in);
    }
    return in;
  }

  private Array convolution(Layer.Conv conv, Array in) {
    boolean first = isFirst(plan, conv);
    if (!trains) {
      takes(Layer.BatchNorm.class);
    }
    if (poolFollowsRelu() && first) {
      next += 2;
      return firstBlock(conv, (Layer.MaxPool) plan.layers().get(next - 1), in);
    }
    boolean relu = !poolFollowsRelu() && takes(Layer.Relu.class);
    Array out = output(MemoryModel.title(conv), conv.output(), in);
    boolean last = tape.isEmpty();
    tape(
        gradient -> {
          if (relu) {
            liveness.step(out, gradient);
          }
          liveness.step(in, gradient, filterGradient(conv));
          if (last) {
            return gradient;
          }
          Array made = gradient(conv.input());
          liveness.step(in, gradient, made);
          return made;
        });
    return out;
  }

  /** Convolution, ReLU and pool of an image in one kernel. */
  private Array firstBlock(Layer.Conv conv, Layer.MaxPool pool, Array in) {
    Array index = array(pool, trains ? pool.output().elements() : 0);
    Array out = output(MemoryModel.title(conv), pool.output(), in, index);
    tape(
        gradient -> {
          liveness.step(in, index, gradient);
          return gradient;
        });
    return out;
  }

  private Array batchNorm(Layer.BatchNorm norm, Array in) {
    boolean relu = !poolFollowsRelu() && takes(Layer.Relu.class);
    Array out = output(MemoryModel.title(norm), norm.output(), in);
    tape(
        gradient -> {
          if (relu) {
            liveness.step(in, out, gradient);
          } else {
            liveness.step(in, gradient);
          }
          return gradient;
        });
    return out;
  }

  /** A pool; which number of each window was the largest is kept for the way back. */
  private Array pool(Layer pool, int indexBytes, Array in) {
    Array index = array(pool, trains ? indexBytes * pool.output().elements() : 0);
    Array out = output(MemoryModel.title(pool), pool.output(), in, index);
    tape(
        gradient -> {
          Array made = gradient(pool.input());
          liveness.step(index, gradient, made);
          return made;
        });
    return out;
  }

  private Array localResponseNorm(Layer norm, Array in) {
    Array out = output(MemoryModel.title(norm), norm.output(), in);
    tape(
        gradient -> {
          Array made = gradient(norm.input());
          liveness.step(in, gradient, made);
          return made;
        });
    return out;
  }

  private Array dense(Layer.Dense dense, Array in) {
    boolean relu = takes(Layer.Relu.class);
    boolean logits = next == plan.layers().size();
    long bytes = (logits ? Float.BYTES : numberBytes) * dense.output().elements();
    Array out = liveness.array(MemoryModel.title(dense), 0, bytes);
    liveness.step(in, out);
    boolean first = tape.isEmpty();
    tape(
        gradient -> {
          if (relu) {
            liveness.step(out, gradient);
          }
          liveness.step(in, gradient);
          Array made = gradient(dense.input());
          if (!first) {
            liveness.step(gradient, made);
          }
          return made;
        });
    return out;
  }

  /** In bfloat16 the gradient of a filter is made in that format, and widened then. */
  private Array filterGradient(Layer.Conv conv) {
    boolean narrow = numberBytes < Float.BYTES && !isFirst(plan, conv);
    return liveness.array(
        MemoryModel.title(conv), narrow ? numberBytes * conv.weight().elements() : 0, 0);
  }

  private Array output(String owner, Shape shape, Array... used) {
    Array out = liveness.array(owner, 0, numberBytes * shape.elements());
    Array[] all = Arrays.copyOf(used, used.length + 1);
    all[used.length] = out;
    liveness.step(all);
    return out;
  }

  private Array array(Layer owner, long bytesPerImage) {
    return liveness.array(MemoryModel.title(owner), 0, bytesPerImage);
  }

  private Array gradient(Shape shape) {
    return liveness.array(GRADIENTS, 0, numberBytes * shape.elements());
  }

  private void tape(UnaryOperator<Array> backward) {
    tape.add(backward);
  }

  private boolean poolFollowsRelu() {
    return follows(0, Layer.Relu.class) && follows(1, Layer.MaxPool.class);
  }

  private boolean takes(Class<? extends Layer> kind) {
    boolean found = follows(0, kind);
    next += found ? 1 : 0;
    return found;
  }

  private boolean follows(int ahead, Class<? extends Layer> kind) {
    return next + ahead < plan.layers().size() && kind.isInstance(plan.layers().get(next + ahead));
  }
}
