package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a plan's layers to the steps that run them, with all that can be fused: ReLU into the
 * convolution before it or behind the max pool after it, batch norm into the convolution at
 * inference. Backward steps are the forward ones' tape, played from its end.
 */
final class StepBuilder {

  private final StepContext context;
  private final NetworkPlan plan;
  private final int last;
  private final List<Taped> tape = new ArrayList<>();
  private int next;

  private StepBuilder(StepContext context, NetworkPlan plan, int first, int last) {
    this.context = context;
    this.plan = plan;
    this.next = first;
    this.last = last;
  }

  /** How to go back through a layer. */
  private record Taped(String layer, Backward backward) {}

  /**
   * Steps and what goes in and out of them.
   *
   * @param input plain float32, written before the first step
   * @param output plain float32, ready after step {@code forwardSteps - 1}
   * @param outputGradient plain float32, written before step {@code forwardSteps}; null at
   *     inference
   */
  record Recorded(
      Recorder recorder,
      Value input,
      Value output,
      @Nullable Value outputGradient,
      int forwardSteps) {}

  /** Records layers {@code first} to {@code last}, and for training the way back. */
  static Recorded record(StepContext context, NetworkPlan plan, int first, int last) {
    return new StepBuilder(context, plan, first, last).record();
  }

  private Recorded record() {
    Recorder recorder = context.recorder();
    Shape input = plan.layers().get(next).input();
    Value in = context.value(context.plain(NumberType.F32, Layout.dims(context.images(), input)));
    recorder.use(in);
    Value out = in;
    while (next <= last) {
      recorder.label(plan.layers().get(next).name());
      out = forward(out);
    }
    Layout made = out.layout();
    Value plain = context.in(context.plain(NumberType.F32, made.dims()), out);
    if (!context.trains()) {
      recorder.use(plain);
      return new Recorded(recorder, in, plain, null, recorder.size());
    }
    recorder.label("loss");
    Value gradient = context.value(plain.layout());
    recorder.run(() -> {}, plain, gradient);
    int forwardSteps = recorder.size();
    recordBackward(context.in(made, gradient));
    return new Recorded(recorder, in, plain, gradient, forwardSteps);
  }

  private void recordBackward(Value gradient) {
    Value flowing = gradient;
    for (int i = tape.size() - 1; i >= 0 && flowing != null; i--) {
      context.recorder().label(tape.get(i).layer());
      flowing =
          tape.get(i)
              .backward()
              .record(
                  flowing, i == 0 ? Backward.InputGradient.UNUSED : Backward.InputGradient.NEEDED);
    }
  }

  /** Records the next layer and those that it takes along. */
  private Value forward(Value in) {
    int index = next++;
    Layer layer = plan.layers().get(index);
    if (layer instanceof Layer.Conv conv) {
      return convolution(conv, in);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return new NormSteps(context).batch(norm, takeRelu(), in, this::tape);
    } else if (layer instanceof Layer.Relu) {
      return takes(Layer.MaxPool.class)
          ? new PoolSteps(context)
              .max(in, plan.layers().get(next - 1).output(), Activation.RELU, this::tape)
          : Elementwise.relu(context, in, this::tape);
    } else if (layer instanceof Layer.MaxPool pool) {
      return new PoolSteps(context).max(in, pool.output(), Activation.NONE, this::tape);
    } else if (layer instanceof Layer.AvgPool pool) {
      return new PoolSteps(context).average(in, pool.output(), this::tape);
    } else if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return new PoolSteps(context).adaptive(pool, in, this::tape);
    } else if (layer instanceof Layer.LocalResponseNorm norm) {
      return new NormSteps(context).localResponse(norm, in, this::tape);
    } else if (layer instanceof Layer.Flatten) {
      return in;
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, index, in);
    } else if (layer instanceof Layer.Dropout dropout) {
      return DropoutSteps.record(context, dropout, index, in, this::tape);
    }
    throw new IllegalStateException("The onednn engine does not know layer " + layer);
  }

  private void tape(Backward backward) {
    tape.add(new Taped(context.recorder().label(), backward));
  }

  private Value convolution(Layer.Conv conv, Value in) {
    Folding folding = null;
    if (!context.trains() && follows(0, Layer.BatchNorm.class)) {
      Layer.BatchNorm norm = (Layer.BatchNorm) plan.layers().get(next++);
      folding = context.weights().folding(conv, norm);
    }
    // In training a ReLU before a max pool runs behind it: the two commute.
    boolean reluMoves =
        context.trains() && follows(0, Layer.Relu.class) && follows(1, Layer.MaxPool.class);
    Activation activation = reluMoves ? Activation.NONE : takeRelu();
    Int8 int8 = context.int8();
    if (int8 != null && int8.plan().computes(conv)) {
      return new Int8Steps(context, int8, activation, target(int8, context.type()))
          .convolution(conv, folding, in);
    }
    return new ConvolutionSteps(context, conv, folding, activation).forward(in, this::tape);
  }

  private Value dense(Layer.Dense dense, int index, Value in) {
    Shape features =
        index > 0 && plan.layers().get(index - 1) instanceof Layer.Flatten flatten
            ? flatten.input()
            : dense.input();
    boolean logits = index == plan.layers().size() - 1;
    NumberType type = logits ? NumberType.F32 : context.type();
    Activation activation = takeRelu();
    Int8 int8 = context.int8();
    if (int8 != null && int8.plan().computes(dense)) {
      return new Int8Steps(context, int8, activation, target(int8, type))
          .dense(dense, features, in);
    }
    return new DenseSteps(context, dense, features, activation, type).forward(in, this::tape);
  }

  /** What an int8 layer writes: bytes where the next such layer reads them, or a wider format. */
  private Int8.Target target(Int8 int8, NumberType wide) {
    return int8.plan()
        .reader(next, last)
        .map(reader -> new Int8.Target(NumberType.U8, int8.unit(reader)))
        .orElse(new Int8.Target(wide, 1));
  }

  private Activation takeRelu() {
    return takes(Layer.Relu.class) ? Activation.RELU : Activation.NONE;
  }

  private boolean takes(Class<? extends Layer> kind) {
    boolean found = follows(0, kind);
    next += found ? 1 : 0;
    return found;
  }

  private boolean follows(int ahead, Class<? extends Layer> kind) {
    return next + ahead <= last && kind.isInstance(plan.layers().get(next + ahead));
  }
}
