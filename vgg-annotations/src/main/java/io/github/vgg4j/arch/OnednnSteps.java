package io.github.vgg4j.arch;

import io.github.vgg4j.arch.Liveness.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The steps of the {@code onednn} engine for a plan, with the arrays that they use, as that engine
 * records them: ReLU fused into the convolution before it or moved behind the pool after it, batch
 * norm folded at inference, and the way back through all of it.
 */
final class OnednnSteps {
  private static final String GRADIENTS = "gradients of outputs";
  private static final String SCRATCH = "scratch of operations";
  private static final int CHANNEL_BLOCK = 16;

  /** Larger sums of weights are not made twice: the threads share the channels. */
  private static final long MOST_SUMMED = 600 << 10;

  private final NetworkPlan plan;
  private final boolean trains;
  private final int numberBytes;
  private final Optional<Int8Plan> int8;
  private final Liveness liveness = new Liveness();
  private final List<UnaryOperator<Array>> tape = new ArrayList<>();
  private int next;

  /** Whether what flows is kept in bytes just now. */
  private boolean inBytes;

  private OnednnSteps(NetworkPlan plan, boolean trains, int numberBytes, Optional<Int8Plan> int8) {
    this.plan = plan;
    this.trains = trains;
    this.numberBytes = numberBytes;
    this.int8 = int8;
  }

  /**
   * The arrays of one step of training or inference.
   *
   * @param numberBytes bytes of a number of an activation: 4 for float32, 2 for bfloat16
   * @param int8 what of it is kept in bytes instead; empty in other formats
   */
  static Liveness of(NetworkPlan plan, boolean trains, int numberBytes, Optional<Int8Plan> int8) {
    OnednnSteps steps = new OnednnSteps(plan, trains, numberBytes, int8);
    steps.record();
    return steps.liveness;
  }

  private void record() {
    Array flowing = liveness.array("input", 0, Float.BYTES * plan.input().elements());
    liveness.step(flowing);
    if (numberBytes != Float.BYTES) {
      flowing = output("input", plan.input(), flowing);
    }
    while (next < plan.layers().size()) {
      flowing = forward(flowing);
    }
    liveness.step(flowing);
    if (trains) {
      Array gradient = gradient(plan.layers().get(plan.layers().size() - 1).output());
      liveness.step(flowing, gradient);
      for (int i = tape.size() - 1; i >= 0; i--) {
        gradient = tape.get(i).apply(gradient);
      }
    }
  }

  private Array forward(Array in) {
    Layer layer = plan.layers().get(next++);
    if (layer instanceof Layer.Conv conv) {
      return convolution(conv, in);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return batchNorm(norm, in);
    } else if (layer instanceof Layer.Relu) {
      return relu(in);
    } else if (layer instanceof Layer.MaxPool) {
      return pool(layer, 1, in);
    } else if (layer instanceof Layer.AvgPool) {
      return pool(layer, 0, in);
    } else if (layer instanceof Layer.AdaptiveAvgPool) {
      return adaptivePool(layer, in);
    } else if (layer instanceof Layer.LocalResponseNorm) {
      return localResponseNorm(layer, in);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, in);
    } else if (layer instanceof Layer.Dropout dropout) {
      return dropout(dropout, in);
    }
    return in;
  }

  private Array convolution(Layer.Conv conv, Array given) {
    Array in = forInt8(conv, given);
    if (!trains) {
      takes(Layer.BatchNorm.class);
    }
    boolean reluMoves = trains && follows(0, Layer.Relu.class) && follows(1, Layer.MaxPool.class);
    boolean relu = !reluMoves && takes(Layer.Relu.class);
    inBytes = writesBytes(conv);
    Array out = output(MemoryModel.title(conv), conv.output(), in);
    boolean first = tape.isEmpty();
    tape(
        gradient -> {
          if (relu) {
            liveness.step(out, gradient);
          }
          liveness.step(in, gradient, scratch(conv));
          if (first) {
            return gradient;
          }
          Array made = gradient(conv.input());
          liveness.step(gradient, made);
          return made;
        });
    return out;
  }

  private Array batchNorm(Layer.BatchNorm norm, Array in) {
    boolean relu = takes(Layer.Relu.class);
    if (!trains) {
      return output(MemoryModel.title(norm), norm.output(), in);
    }
    Array signs = array(norm, relu ? blocked(norm.output()) / Byte.SIZE : 0);
    Array out = output(MemoryModel.title(norm), norm.output(), in, signs);
    tape(
        gradient -> {
          Array made = gradient(norm.input());
          liveness.step(in, signs, gradient, made);
          return made;
        });
    return out;
  }

  private Array relu(Array in) {
    Array out = takes(Layer.MaxPool.class) ? pool(plan.layers().get(next - 1), 1, in) : in;
    liveness.step(out);
    tape(
        gradient -> {
          liveness.step(out, gradient);
          return gradient;
        });
    return out;
  }

  /** A pool; which number of each window was the largest is kept for the way back. */
  private Array pool(Layer pool, int indexBytes, Array in) {
    Array index = array(pool, trains ? indexBytes * blocked(pool.output()) : 0);
    Array out = output(MemoryModel.title(pool), pool.output(), in, index);
    tape(
        gradient -> {
          Array made = gradient(pool.input());
          liveness.step(index, gradient, made);
          return made;
        });
    return out;
  }

  /** Plain on both sides: what comes in blocks is reordered, forward and back. */
  private Array adaptivePool(Layer pool, Array in) {
    Array plain = output(MemoryModel.title(pool), pool.input(), in);
    Array out = output(MemoryModel.title(pool), pool.output(), plain);
    tape(
        gradient -> {
          Array made = gradient(pool.input());
          liveness.step(gradient, made);
          Array reordered = gradient(pool.input());
          liveness.step(made, reordered);
          return reordered;
        });
    return out;
  }

  private Array localResponseNorm(Layer norm, Array in) {
    Array sums = array(norm, trains ? 2 * numberBytes * blocked(norm.output()) : 0);
    Array out = output(MemoryModel.title(norm), norm.output(), in, sums);
    tape(
        gradient -> {
          Array made = gradient(norm.input());
          liveness.step(in, sums, gradient, made);
          return made;
        });
    return out;
  }

  private Array dense(Layer.Dense dense, Array given) {
    Array in = forInt8(dense, given);
    boolean relu = takes(Layer.Relu.class);
    boolean logits = next == plan.layers().size();
    inBytes = writesBytes(dense);
    int each = logits ? Float.BYTES : inBytes ? 1 : numberBytes;
    long bytes = each * dense.output().elements();
    Array out = liveness.array(MemoryModel.title(dense), 0, bytes);
    liveness.step(in, out);
    boolean first = tape.isEmpty();
    tape(
        gradient -> {
          if (relu) {
            liveness.step(out, gradient);
          }
          Array made = gradient(dense.input());
          if (!first) {
            liveness.step(in, gradient, made);
          }
          liveness.step(in, gradient);
          return made;
        });
    return out;
  }

  private Array dropout(Layer.Dropout dropout, Array in) {
    if (!trains || dropout.rate() == 0) {
      return in;
    }
    Array mask = array(dropout, Float.BYTES * dropout.output().elements());
    liveness.step(in, mask);
    tape(
        gradient -> {
          liveness.step(gradient, mask);
          return gradient;
        });
    return in;
  }

  /** What a layer reads: rounded to bytes first, where it computes with them and they are not. */
  private Array forInt8(Layer reader, Array given) {
    boolean computes = int8.isPresent() && int8.get().computes(reader);
    if (!computes || inBytes) {
      return given;
    }
    inBytes = true;
    return output(MemoryModel.title(reader), reader.input(), given);
  }

  private boolean writesBytes(Layer layer) {
    return int8.isPresent()
        && int8.get().computes(layer)
        && int8.get().reader(next, plan.layers().size() - 1).isPresent();
  }

  private Array output(String owner, Shape shape, Array... used) {
    Array out = liveness.array(owner, 0, inBytes ? shape.elements() : numberBytes * blocked(shape));
    Array[] all = Arrays.copyOf(used, used.length + 1);
    all[used.length] = out;
    liveness.step(all);
    return out;
  }

  private Array array(Layer owner, long bytesPerImage) {
    return liveness.array(MemoryModel.title(owner), 0, bytesPerImage);
  }

  private Array gradient(Shape shape) {
    return liveness.array(GRADIENTS, 0, numberBytes * blocked(shape));
  }

  private void tape(UnaryOperator<Array> backward) {
    tape.add(backward);
  }

  private boolean takes(Class<? extends Layer> kind) {
    boolean found = follows(0, kind);
    next += found ? 1 : 0;
    return found;
  }

  private boolean follows(int ahead, Class<? extends Layer> kind) {
    return next + ahead < plan.layers().size() && kind.isInstance(plan.layers().get(next + ahead));
  }

  /**
   * What a weight gradient needs beside its arrays, as oneDNN 3.11 with AVX-512 and two threads
   * asks for: a sum of one thread, and in bfloat16 for each thread an image transposed.
   */
  private Array scratch(Layer.Conv conv) {
    long weights = Float.BYTES * conv.weight().elements();
    boolean narrow = numberBytes != Float.BYTES;
    long images = narrow ? 2 * numberBytes * (blocked(conv.input()) + blocked(conv.output())) : 0;
    return liveness.array(SCRATCH, images + (narrow || weights <= MOST_SUMMED ? weights : 0), 0);
  }

  /**
   * Numbers of a map as the kernels hold it. Training has blocks of 16 channels; at inference
   * float32 keeps maps of fewer channels plain, and bfloat16 all.
   */
  private long blocked(Shape map) {
    boolean vector = map.height() * map.width() == 1;
    boolean few = map.channels() < CHANNEL_BLOCK || numberBytes != Float.BYTES;
    if (vector || map.equals(plan.input()) || (!trains && few)) {
      return map.elements();
    }
    long blocks = (map.channels() + CHANNEL_BLOCK - 1L) / CHANNEL_BLOCK;
    return blocks * CHANNEL_BLOCK * map.height() * map.width();
  }
}
