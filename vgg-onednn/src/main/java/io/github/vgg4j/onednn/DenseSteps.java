package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.OnednnMemory;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.onednn.Backward.InputGradient;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer with the ReLU behind it. In training its weights stay plain, one layout for all
 * three directions; where gradients come scaled, the product of output gradient and input is added
 * to the weights directly, with no gradient array and no update pass.
 */
final class DenseSteps {

  /** Rows of weights, in bytes of float32, that stay in the cache until they are copied. */
  private static final long MOST_PART_BYTES = 8 << 20;

  private static final long FEWEST_ROWS = 64;

  private final StepContext context;
  private final Layer.Dense dense;
  private final Shape features;
  private final Activation activation;
  private final NumberType outType;

  /**
   * A dense layer.
   *
   * @param features what it reads as one vector: a feature map, or the vector itself
   * @param outType what its output is kept in: logits are always float32
   */
  DenseSteps(
      StepContext context,
      Layer.Dense dense,
      Shape features,
      Activation activation,
      NumberType outType) {
    this.context = context;
    this.dense = dense;
    this.features = features;
    this.activation = activation;
    this.outType = outType;
  }

  Value forward(Value given, Consumer<Backward> tape) {
    Layout mapped = mapLayout(given);
    FeatureOrder order = order(mapped);
    Layout ordered =
        order.layout(context.natives(), context.type(), Layout.dims(context.images(), features));
    Value map = context.in(ordered, given.as(mapped));
    Value in =
        keepsPlain() ? map.as(context.plain(context.type(), context.images(), inputs())) : map;
    Kernel kernel = kernel(in.layout());
    propose(order, kernel.weights());
    Value out = context.value(kernel.destination());
    context
        .recorder()
        .call(
            kernel,
            new int[] {
              dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_BIAS, dnnl.DNNL_ARG_DST
            },
            in,
            context.weights().value(dense.weight(), kernel.weights()),
            context.weights().value(dense.bias(), biasLayout()),
            out);
    tape.accept(
        (gradient, need) -> {
          Value back = backward(kernel, in, out, gradient, need);
          return back == null ? null : context.in(mapped, back.as(ordered)).as(given.layout());
        });
    return out;
  }

  private Kernel kernel(Layout in) {
    PostOps after = context.kernels().postOps();
    if (activation == Activation.RELU) {
      after.relu();
    }
    Layout weights = keepsPlain() ? plainWeights(context.type()) : freeWeights(in);
    return context
        .kernels()
        .dense(
            context.use(),
            in,
            weights,
            biasLayout(),
            context.plain(outType, context.images(), outputs()),
            after);
  }

  private void propose(FeatureOrder order, Layout kernelWeights) {
    Weight weight = context.weights().weight(dense.weight());
    if (context.weights().trains()) {
      Layout master = plainWeights(NumberType.F32);
      weight.propose(master, ordered(order, NumberType.F32));
      if (folds() && weight.master() != null && !weight.isPlaced()) {
        weight.fold();
      }
    } else {
      weight.propose(kernelWeights, kernelWeights);
    }
  }

  /** Whether the weights are rows of numbers: in training, which reads them in three directions. */
  private boolean keepsPlain() {
    return context.weights().trains();
  }

  /** As oneDNN likes them best for the first program of the session, and so for the others. */
  private Layout freeWeights(Layout in) {
    Weight weight = context.weights().weight(dense.weight());
    if (weight.isPlaced()) {
      return weight.placedMaster();
    }
    long[] dims = in.dims();
    dims[0] = outputs();
    return context.any(context.type(), dims);
  }

  private Layout ordered(FeatureOrder order, NumberType type) {
    return order == FeatureOrder.PLAIN
        ? plainWeights(type)
        : order.layout(
            context.natives(),
            type,
            outputs(),
            features.channels(),
            features.height(),
            features.width());
  }

  private FeatureOrder order(Layout given) {
    Weight weight = context.weights().weight(dense.weight());
    return weight.featureOrder(() -> FeatureOrder.of(context.natives(), given));
  }

  private @Nullable Value backward(
      Kernel forward, Value in, Value out, Value outGradient, InputGradient need) {
    if (activation == Activation.RELU) {
      Elementwise.reluBack(context, out, outGradient);
    }
    Value gradient =
        context.in(context.plain(context.type(), context.images(), outputs()), outGradient);
    Value made = need == InputGradient.UNUSED ? null : inputGradient(forward, in, gradient);
    if (context.weights().weight(dense.weight()).gradientKind() == Weight.Gradient.FOLDED) {
      addToWeights(in, gradient);
    } else {
      storeGradient(forward, in, gradient);
    }
    return made;
  }

  private Value inputGradient(Kernel forward, Value in, Value gradient) {
    Kernel kernel =
        context
            .kernels()
            .denseData(in.layout(), plainWeights(context.type()), gradient.layout(), forward);
    Value made = context.value(in.layout());
    context
        .recorder()
        .call(
            kernel,
            new int[] {dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DIFF_SRC},
            gradient,
            context.weights().value(dense.weight(), plainWeights(context.type())),
            made);
    return made;
  }

  private void storeGradient(Kernel forward, Value in, Value gradient) {
    Kernel kernel =
        context
            .kernels()
            .denseWeights(
                in.layout(),
                plainWeights(NumberType.F32),
                biasLayout(),
                gradient.layout(),
                forward);
    context
        .recorder()
        .call(
            kernel,
            new int[] {
              dnnl.DNNL_ARG_SRC,
              dnnl.DNNL_ARG_DIFF_DST,
              dnnl.DNNL_ARG_DIFF_WEIGHTS,
              dnnl.DNNL_ARG_DIFF_BIAS
            },
            in,
            gradient,
            context.weights().gradient(dense.weight()),
            Elementwise.vectorGradient(context, dense.bias()));
  }

  /**
   * {@code weights += gradient^T * in}: the gradient comes multiplied by minus the rate. In
   * bfloat16 some rows at a time, whose copies are made while the rows are still in the cache.
   */
  private void addToWeights(Value in, Value gradient) {
    WeightOperand weights = context.weights().value(dense.weight(), plainWeights(NumberType.F32));
    WeightOperand copy = context.weights().value(dense.weight(), plainWeights(context.type()));
    boolean copies = context.type() != NumberType.F32;
    if (copies) {
      copy.keepsFresh();
    }
    long rowBytes = inputs() * NumberType.F32.bytes();
    long rows = copies ? Math.max(FEWEST_ROWS, MOST_PART_BYTES / rowBytes) : outputs();
    for (long row = 0; row < outputs(); row += rows) {
      long count = Math.min(rows, outputs() - row);
      Layout part = context.plain(NumberType.F32, count, inputs());
      WeightRows target = new WeightRows(weights, part, row * rowBytes);
      addRows(in, gradient, row, target);
      if (copies) {
        Layout narrow = context.plain(context.type(), count, inputs());
        long start = row * inputs() * context.type().bytes();
        context
            .recorder()
            .call(
                context.kernels().reorder(part, narrow),
                new int[] {dnnl.DNNL_ARG_FROM, dnnl.DNNL_ARG_TO},
                target,
                new WeightRows(copy, narrow, start));
      }
    }
    recordBiasGradient(gradient);
  }

  private void addRows(Value in, Value gradient, long row, WeightRows target) {
    Layout transposed =
        Layout.strided(
            context.natives(),
            context.type(),
            new long[] {target.layout().dims()[0], context.images()},
            new long[] {1, outputs()});
    context
        .recorder()
        .call(
            context
                .kernels()
                .product(
                    transposed,
                    in.layout(),
                    target.layout(),
                    context.kernels().postOps().accumulate(1)),
            new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
            gradient.part(transposed, row * context.type().bytes()),
            in,
            target);
  }

  /** The sum over the images, as a product with a row of ones: oneDNN's own sum is a slow one. */
  private void recordBiasGradient(Value gradient) {
    long images = context.images();
    Value ones =
        context.constant(
            context.type(),
            numbers -> {
              for (int i = 0; i < images; i++) {
                numbers.put(i, 1f);
              }
            },
            1,
            images);
    Layout row = context.plain(NumberType.F32, 1, outputs());
    context
        .recorder()
        .call(
            context
                .kernels()
                .product(ones.layout(), gradient.layout(), row, context.kernels().postOps()),
            new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST},
            ones,
            gradient,
            Elementwise.vectorGradient(context, dense.bias()).as(row));
  }

  private boolean folds() {
    return context.folds() && dense.weight().elements() >= OnednnMemory.FEWEST_FOLDED;
  }

  /** What comes in, as a map of the features: the same memory. */
  private Layout mapLayout(Value given) {
    return mapLayout(context, features, given);
  }

  /** A vector, or what a range of layers starts with, is plain; a feature map lies as it lies. */
  static Layout mapLayout(StepContext context, Shape features, Value given) {
    long[] map = Layout.dims(context.images(), features);
    return Arrays.equals(given.layout().dims(), map)
        ? given.layout()
        : context.plain(given.layout().type(), map);
  }

  private Layout plainWeights(NumberType type) {
    return context.plain(type, outputs(), inputs());
  }

  private Layout biasLayout() {
    return context.plain(NumberType.F32, outputs());
  }

  private long inputs() {
    return dense.input().channels();
  }

  private long outputs() {
    return dense.output().channels();
  }
}
