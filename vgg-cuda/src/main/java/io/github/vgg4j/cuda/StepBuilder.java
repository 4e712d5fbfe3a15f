package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.CudaMemory;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.cuda.kernel.Activation;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.FirstConvKernels;
import io.github.vgg4j.cuda.kernel.ImageKernels;
import io.github.vgg4j.cuda.kernel.LossKernels;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Product.Epilogue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a plan's layers to the steps that run them, with all that can be fused: bias and ReLU into
 * the convolution, ReLU into the max pool behind it, the whole first block into one kernel, batch
 * norm into the convolution at inference, the mask of a ReLU into the convolution that flows back
 * to it. Backward steps are the forward ones' tape, played from its end.
 */
final class StepBuilder {

  private final StepContext context;
  private final Recorder recorder;
  private final NetworkPlan plan;
  private final int first;
  private final int last;
  private final List<Taped> tape = new ArrayList<>();
  private int next;

  private StepBuilder(StepContext context, NetworkPlan plan, int first, int last) {
    this.context = context;
    this.recorder = context.recorder();
    this.plan = plan;
    this.first = first;
    this.last = last;
    this.next = first;
  }

  /** How to go back through a layer. */
  private record Taped(String layer, Backward backward) {}

  /** What a program is given. */
  enum Input {
    /** Maps that are ready, channels last, in the type of activations. */
    MAPS,
    /** Float32, channels first. */
    NUMBERS
  }

  /**
   * What goes in and out of the recorded steps.
   *
   * @param input written before the first step
   * @param output float32, channels first, ready after the last step; of training the logits
   */
  record Recorded(Memory input, Memory output) {}

  /**
   * Records inference through layers {@code first} to {@code last}.
   *
   * @param input what it is given
   */
  static Recorded inference(
      StepContext context, NetworkPlan plan, int first, int last, Input input) {
    StepBuilder builder = new StepBuilder(context, plan, first, last);
    Begun begun = builder.begin(input);
    Memory out = builder.plain(builder.forwardThrough(begun.maps()));
    context.recorder().use(out);
    return new Recorded(begun.given(), out);
  }

  /**
   * Records the loss of a batch of images at inference: no dropout, running statistics.
   *
   * @param labels int32
   * @param result where the loss and the hits go
   */
  static Recorded evaluation(StepContext context, NetworkPlan plan, Place labels, Place result) {
    StepBuilder builder = new StepBuilder(context, plan, 0, plan.layers().size() - 1);
    Begun begun = builder.begin(Input.MAPS);
    Memory logits = builder.forwardThrough(begun.maps()).memory();
    builder.loss(logits, labels, Argument.NOWHERE, result);
    return new Recorded(begun.given(), logits);
  }

  /** Records a training step without its update; see {@link #evaluation}. */
  static Recorded training(StepContext context, NetworkPlan plan, Place labels, Place result) {
    StepBuilder builder = new StepBuilder(context, plan, 0, plan.layers().size() - 1);
    Begun begun = builder.begin(Input.MAPS);
    Value logits = builder.forwardThrough(begun.maps());
    Value gradient = context.value(logits.shape());
    builder.loss(logits.memory(), labels, gradient.memory(), result);
    builder.backward(Gradient.open(gradient));
    return new Recorded(begun.given(), logits.memory());
  }

  /** What the host writes, and the maps that it becomes. */
  private record Begun(Memory given, Value maps) {}

  private Begun begin(Input kind) {
    recorder.label("input");
    MapShape shape = context.maps(WeightOrder.read(plan, first));
    Value maps = context.value(shape);
    Memory given = maps.memory();
    if (kind == Input.NUMBERS) {
      given = recorder.memory(shape.elements() * Float.BYTES);
      recorder.launch(ImageKernels.toNhwc(context.type(), given, shape, maps.memory()));
    }
    recorder.use(given);
    return new Begun(given, maps);
  }

  private Value forwardThrough(Value maps) {
    Flow flow = Flow.open(maps);
    while (next <= last) {
      recorder.label(plan.layers().get(next).name());
      flow = forward(flow);
    }
    return flow.value();
  }

  /** What a caller reads: float32, channels first. */
  private Memory plain(Value value) {
    if (value.type() == NumberType.F32 && value.shape().height() * value.shape().width() == 1) {
      return value.memory();
    }
    recorder.label("output");
    Memory plain = recorder.memory(value.shape().elements() * Float.BYTES);
    recorder.launch(ImageKernels.toPlain(value.type(), value.memory(), value.shape(), plain));
    return plain;
  }

  private void loss(Place logits, Place labels, Place gradient, Place result) {
    recorder.label("loss");
    Memory scratch = context.scratch(LossKernels.scratch(context.images()));
    recorder.launch(
        LossKernels.softmaxCrossEntropy(
            context.type(),
            context.images(),
            plan.classes(),
            logits,
            labels,
            gradient,
            scratch,
            result));
  }

  private void backward(Gradient ofLoss) {
    Gradient flowing = ofLoss;
    for (int i = tape.size() - 1; i >= 0 && flowing != null; i--) {
      recorder.label(tape.get(i).layer());
      flowing =
          tape.get(i)
              .backward()
              .record(
                  flowing, i == 0 ? Backward.InputGradient.UNUSED : Backward.InputGradient.NEEDED);
    }
  }

  /** Records the next layer and those that it takes along. */
  private Flow forward(Flow in) {
    int index = next++;
    Layer layer = plan.layers().get(index);
    if (layer instanceof Layer.Conv conv) {
      return convolution(conv, index, in);
    } else if (layer instanceof Layer.BatchNorm norm) {
      NormSteps steps = new NormSteps(context, this::tape);
      // Before a max pool the ReLU runs with the pool, which then needs no map on the way back.
      Activation after = poolFollowsRelu() || !takes(Layer.Relu.class) ? none() : relu();
      return context.trains() ? steps.batch(in, norm, after) : steps.running(in, norm, after);
    } else if (layer instanceof Layer.Relu) {
      return follows(0, Layer.MaxPool.class)
          ? pools().max(in, (Layer.MaxPool) plan.layers().get(next++), relu(), biasBefore(index))
          : new ElementSteps(context, this::tape).relu(in);
    } else if (layer instanceof Layer.MaxPool pool) {
      return pools().max(in, pool, none(), null);
    } else if (layer instanceof Layer.AvgPool pool) {
      return pools().average(in, pool);
    } else if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return pools().adaptive(in, pool);
    } else if (layer instanceof Layer.LocalResponseNorm norm) {
      return new NormSteps(context, this::tape).localResponse(in, norm);
    } else if (layer instanceof Layer.Flatten) {
      return in;
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, index, in);
    } else if (layer instanceof Layer.Dropout dropout) {
      return new ElementSteps(context, this::tape).dropout(in, dropout, index);
    }
    throw new IllegalStateException("The cuda engine does not know layer " + layer);
  }

  private Flow convolution(Layer.Conv conv, int index, Flow in) {
    boolean firstOfAll = index == 0 && conv.input().channels() <= CudaMemory.MOST_FIRST_CHANNELS;
    Folding folding = null;
    boolean normFollows = follows(0, Layer.BatchNorm.class);
    if (!context.trains() && normFollows) {
      Layer.BatchNorm norm = (Layer.BatchNorm) plan.layers().get(next++);
      NumberType type = firstOfAll ? FirstConvolutionSteps.weightType() : context.type();
      folding = context.reads(context.weights().folding(conv, norm, type));
      normFollows = false;
    }
    return firstOfAll ? firstConvolution(conv, folding, in) : later(conv, folding, normFollows, in);
  }

  private Flow firstConvolution(Layer.Conv conv, @Nullable Folding folding, Flow in) {
    MapShape out = context.maps(conv.output());
    FirstConvKernels.After after = FirstConvKernels.After.NOTHING;
    if (poolFollowsRelu()) {
      out = context.maps(plan.layers().get(next + 1).output());
      next += 2;
      after = FirstConvKernels.After.RELU_POOL;
    } else if (takes(Layer.Relu.class)) {
      after = FirstConvKernels.After.RELU;
    }
    return new FirstConvolutionSteps(context, conv, after, folding).forward(in, out, this::tape);
  }

  private Flow later(Layer.Conv conv, @Nullable Folding folding, boolean normFollows, Flow in) {
    ConvolutionSteps.After after =
        normFollows ? ConvolutionSteps.After.BATCH_NORM : ConvolutionSteps.After.NOTHING;
    if (poolFollowsRelu()) {
      after = ConvolutionSteps.After.RELU_POOL;
    } else if (takes(Layer.Relu.class)) {
      after = ConvolutionSteps.After.RELU;
    }
    return new ConvolutionSteps(context, conv, after, folding).forward(in, this::tape);
  }

  /** The bias that a convolution adds right before a layer. */
  private @Nullable Parameter biasBefore(int index) {
    return index > first && plan.layers().get(index - 1) instanceof Layer.Conv conv
        ? conv.bias()
        : null;
  }

  private Flow dense(Layer.Dense dense, int index, Flow in) {
    boolean logits = index == plan.layers().size() - 1;
    return new DenseSteps(
            context,
            dense,
            takes(Layer.Relu.class) ? Epilogue.BIAS_RELU : Epilogue.BIAS,
            logits ? NumberType.F32 : context.type())
        .forward(in, this::tape);
  }

  private PoolSteps pools() {
    return new PoolSteps(context, this::tape);
  }

  private void tape(Backward backward) {
    tape.add(new Taped(recorder.label(), backward));
  }

  private static Activation relu() {
    return Activation.RELU;
  }

  private static Activation none() {
    return Activation.NOTHING;
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
    return next + ahead <= last && kind.isInstance(plan.layers().get(next + ahead));
  }
}
