package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ChannelKernels;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Product;
import io.github.vgg4j.cuda.plan.Product.Epilogue;
import io.github.vgg4j.cuda.plan.Product.Side;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records a dense layer: one product there, with bias and ReLU, and two on the way back. */
final class DenseSteps {

  private final StepContext context;
  private final Recorder recorder;
  private final Layer.Dense dense;
  private final Epilogue epilogue;
  private final NumberType result;
  private final int images;
  private final int in;
  private final int out;

  /**
   * A layer.
   *
   * @param epilogue whether the ReLU behind it is computed with it
   * @param result type of what it gives
   */
  DenseSteps(StepContext context, Layer.Dense dense, Epilogue epilogue, NumberType result) {
    this.context = context;
    this.recorder = context.recorder();
    this.dense = dense;
    this.epilogue = epilogue;
    this.result = result;
    this.images = context.images();
    this.in = dense.weight().shape().get(1);
    this.out = dense.weight().shape().get(0);
  }

  Flow forward(Flow in, Consumer<Backward> tape) {
    Value y = context.value(context.maps(dense.output()), result);
    recorder.multiply(
        product(images, out, this.in, Side.AS_IS, Side.TURNED, result, epilogue),
        in.value().memory(),
        context.weights().operand(dense.weight()),
        bias(),
        y.memory());
    Gate gate = epilogue == Epilogue.BIAS_RELU ? new Gate() : null;
    tape.accept((gradient, need) -> back(in.value(), new Flow(y, gate), gradient, need));
    return new Flow(y, gate);
  }

  private @Nullable Gradient back(
      Value x, Flow out, Gradient gradient, Backward.InputGradient need) {
    biasGradient(out, gradient);
    Memory dy = gradient.value().memory();
    recorder.multiply(
        product(this.out, in, images, Side.TURNED, Side.AS_IS, NumberType.F32, Epilogue.NOTHING),
        dy,
        x.memory(),
        Argument.NOWHERE,
        context.weights().gradient(dense.weight()));
    if (need == Backward.InputGradient.UNUSED) {
      return null;
    }
    Value dx = context.value(x.shape());
    recorder.multiply(
        product(images, in, this.out, Side.AS_IS, Side.AS_IS, context.type(), Epilogue.NOTHING),
        dy,
        context.weights().operand(dense.weight()),
        Argument.NOWHERE,
        dx.memory());
    return Gradient.open(dx);
  }

  /** In the type of the result: cuBLASLt takes no other. */
  private Place bias() {
    return result == NumberType.F32
        ? context.weights().value(dense.bias())
        : context.weights().operand(dense.bias());
  }

  private void biasGradient(Flow out, Gradient gradient) {
    MapShape shape = gradient.value().shape();
    Memory scratch = context.scratch(ChannelKernels.scratch(shape.rows(), shape.channels()));
    Place sums = context.weights().gradient(dense.bias());
    Memory dy = gradient.value().memory();
    Gate gate = out.gate();
    recorder.launch(
        gate != null && gradient.gate() == Gradient.State.OPEN
            ? ChannelKernels.reluBackSums(
                context.type(),
                shape.rows(),
                shape.channels(),
                out.value().memory(),
                gate.scale(),
                dy,
                scratch,
                sums)
            : ChannelKernels.sums(
                context.type(), shape.rows(), shape.channels(), dy, scratch, sums));
  }

  private Product product(
      int rows, int columns, int inner, Side a, Side b, NumberType to, Epilogue after) {
    return new Product(
        rows, columns, inner, a, b, context.type(), to, context.format().math(), after);
  }
}
