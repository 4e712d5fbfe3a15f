package io.github.vgg4j.nd4j;

import static io.github.vgg4j.nd4j.Nd4jCall.inputs;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.tensor.DropoutMask;
import io.github.vgg4j.tensor.RandomStreams;
import java.util.function.LongSupplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** How each kind of layer runs on ND4J's operations. Arrays are NCHW, weights OIHW. */
final class Nd4jSteps {

  private Nd4jSteps() {}

  /**
   * The arrays a step works on; the gradients mean nothing in a session for inference.
   *
   * @param x the layer's input
   * @param y its output; the same array as {@code x} for a step in place
   * @param dx gradient of the input
   * @param dy gradient of the output; the same as {@code dx} for a step in place
   */
  record Arrays(INDArray x, INDArray y, INDArray dx, INDArray dy) {}

  /** A step that is one operation each way. */
  private abstract static class Pair implements Nd4jStep {
    private final Nd4jCall forward;
    private final Nd4jCall backward;

    /** The backward call is the forward one again in a session for inference, and never run. */
    Pair(Nd4jCall forward, Nd4jCall backward) {
      this.forward = forward;
      this.backward = backward;
    }

    @Override
    public final void forward(Mode mode) {
      forward.run();
    }

    @Override
    public final void backward() {
      backward.run();
    }

    @Override
    public void close() {
      forward.close();
      backward.close();
    }
  }

  /** A flatten: the array is row-major already, so its input and output are the same numbers. */
  static final class Nothing implements Nd4jStep {
    @Override
    public void forward(Mode mode) {}

    @Override
    public void backward() {}

    @Override
    public void close() {}
  }

  /** {@code conv2d} with stride 1, padding that keeps the size, NCHW and OIHW. */
  static final class Conv extends Pair {

    Conv(Layer.Conv layer, Arrays a, Nd4jWeights weights, boolean training) {
      super(forward(layer, a, weights), backward(layer, a, weights, training));
    }

    static Nd4jCall forward(Layer.Conv layer, Arrays a, Nd4jWeights weights) {
      return Nd4jCall.of(
              "conv2d",
              inputs(a.x(), weights.value(layer.weight()), weights.value(layer.bias())),
              a.y())
          .integers(geometry(layer));
    }

    private static Nd4jCall backward(
        Layer.Conv layer, Arrays a, Nd4jWeights weights, boolean training) {
      if (!training) {
        return forward(layer, a, weights);
      }
      return Nd4jCall.of(
              "conv2d_bp",
              inputs(a.x(), weights.value(layer.weight()), weights.value(layer.bias()), a.dy()),
              a.dx(),
              weights.gradient(layer.weight()),
              weights.gradient(layer.bias()))
          .integers(geometry(layer));
    }

    /** Kernel, stride, padding, dilation (height, width each); explicit padding; NCHW; OIHW. */
    private static long[] geometry(Layer.Conv layer) {
      int k = layer.kernel();
      int p = layer.padding();
      return new long[] {k, k, 1, 1, p, p, 1, 1, 0, 0, 1};
    }
  }

  /** Batch norm over channels: {@code moments} and {@code batchnorm} of the batch in training. */
  static final class BatchNorm implements Nd4jStep {
    private final Layer.BatchNorm layer;
    private final INDArray mean;
    private final INDArray variance;
    private final INDArray runningMean;
    private final INDArray runningVariance;
    private final INDArray[] scratch;
    private final Nd4jCall moments;
    private final Nd4jCall withBatch;
    private final Nd4jCall withRunning;
    private final Nd4jCall backward;
    private final double unbiased;

    BatchNorm(Layer.BatchNorm layer, Arrays a, Nd4jWeights weights, boolean training) {
      this.layer = layer;
      int channels = layer.input().channels();
      mean = Nd4j.create(DataType.FLOAT, channels);
      variance = Nd4j.create(DataType.FLOAT, channels);
      scratch = new INDArray[] {mean.dup(), variance.dup()};
      runningMean = weights.value(layer.runningMean());
      runningVariance = weights.value(layer.runningVariance());
      INDArray scale = weights.value(layer.scale());
      INDArray shift = weights.value(layer.shift());
      double perChannel = (double) a.x().length() / channels;
      unbiased = perChannel / Math.max(1, perChannel - 1);
      moments = Nd4jCall.of("moments", inputs(a.x()), mean, variance).integers(0, 2, 3);
      withBatch = normalize(inputs(a.x(), mean, variance, scale, shift), a.y());
      withRunning = normalize(inputs(a.x(), runningMean, runningVariance, scale, shift), a.y());
      backward =
          training
              ? Nd4jCall.of(
                      "batchnorm_bp",
                      inputs(a.x(), mean, variance, scale, shift, a.dy()),
                      a.dx(),
                      scratch[0],
                      scratch[1],
                      weights.gradient(layer.scale()),
                      weights.gradient(layer.shift()))
                  .reals(layer.epsilon())
                  .integers(1, 1, 1)
              : moments;
    }

    private Nd4jCall normalize(INDArray[] in, INDArray out) {
      // applies scale, applies shift, channels are dimension 1
      return Nd4jCall.of("batchnorm", in, out).reals(layer.epsilon()).integers(1, 1, 1);
    }

    @Override
    public void forward(Mode mode) {
      if (mode == Mode.INFERENCE) {
        withRunning.run();
        return;
      }
      moments.run();
      withBatch.run();
      double share = layer.momentum();
      runningMean.muli(1 - share).addi(scratch[0].assign(mean).muli(share));
      runningVariance.muli(1 - share).addi(scratch[1].assign(variance).muli(share * unbiased));
    }

    @Override
    public void backward() {
      backward.run();
    }

    @Override
    public long bytes() {
      return (mean.length() + variance.length() + scratch[0].length() + scratch[1].length())
          * Float.BYTES;
    }

    @Override
    public void close() {
      moments.close();
      withBatch.close();
      withRunning.close();
      backward.close();
      mean.close();
      variance.close();
      scratch[0].close();
      scratch[1].close();
    }
  }

  /** {@code relu} in place. */
  static final class Relu extends Pair {
    Relu(Arrays a, boolean training) {
      super(
          Nd4jCall.of("relu", inputs(a.x()), a.y()).reals(0.0),
          training
              ? Nd4jCall.of("relu_bp", inputs(a.y(), a.dy()), a.dx()).reals(0.0)
              : Nd4jCall.of("relu", inputs(a.x()), a.y()).reals(0.0));
    }
  }

  /** {@code maxpool2d} or {@code avgpool2d}: 2x2, stride 2, an odd last row or column dropped. */
  private abstract static class Pool extends Pair {

    /** Kernel, stride, padding, dilation (height, width each); explicit padding; unused; NCHW. */
    private static final long[] GEOMETRY = {2, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0};

    Pool(String name, Arrays a, boolean training) {
      super(
          Nd4jCall.of(name, inputs(a.x()), a.y()).integers(GEOMETRY),
          training
              ? Nd4jCall.of(name + "_bp", inputs(a.x(), a.dy()), a.dx()).integers(GEOMETRY)
              : Nd4jCall.of(name, inputs(a.x()), a.y()).integers(GEOMETRY));
    }
  }

  /** The maximum of each window. */
  static final class MaxPool extends Pool {
    MaxPool(Arrays a, boolean training) {
      super("maxpool2d", a, training);
    }
  }

  /** The mean of each window. */
  static final class AvgPool extends Pool {
    AvgPool(Arrays a, boolean training) {
      super("avgpool2d", a, training);
    }
  }

  /** {@code y = x w^T + b} by matrix multiplication. */
  static final class Dense implements Nd4jStep {
    private final Nd4jCall product;
    private final Nd4jCall addBias;
    private final Nd4jCall weightGradient;
    private final Nd4jCall biasGradient;
    private final Nd4jCall inputGradient;

    Dense(Layer.Dense layer, Arrays a, Nd4jWeights weights, boolean training) {
      INDArray w = weights.value(layer.weight());
      INDArray b = weights.value(layer.bias());
      // Arguments of matmul: transpose the first, the second, the result.
      product = Nd4jCall.of("matmul", inputs(a.x(), w), a.y()).integers(0, 1, 0);
      addBias = Nd4jCall.of("biasadd", inputs(a.y(), b), a.y());
      weightGradient =
          training
              ? Nd4jCall.of("matmul", inputs(a.dy(), a.x()), weights.gradient(layer.weight()))
                  .integers(1, 0, 0)
              : product;
      biasGradient =
          training
              ? Nd4jCall.of("reduce_sum", inputs(a.dy()), weights.gradient(layer.bias()))
                  .integers(0)
              : product;
      inputGradient =
          training ? Nd4jCall.of("matmul", inputs(a.dy(), w), a.dx()).integers(0, 0, 0) : product;
    }

    @Override
    public void forward(Mode mode) {
      product.run();
      addBias.run();
    }

    @Override
    public void backward() {
      weightGradient.run();
      biasGradient.run();
      inputGradient.run();
    }

    @Override
    public void close() {
      product.close();
      addBias.close();
      weightGradient.close();
      biasGradient.close();
      inputGradient.close();
    }
  }

  /** Dropout in place, by the mask that every engine draws. */
  static final class Dropout implements Nd4jStep {
    private final DropoutMask drawn;
    private final LongSupplier step;
    private final INDArray mask;
    private final INDArray y;
    private final INDArray dy;

    Dropout(Layer.Dropout layer, int index, Arrays a, RandomStreams random, LongSupplier step) {
      this.drawn = new DropoutMask(random, index, layer.rate());
      this.step = step;
      this.mask = Nd4j.create(DataType.FLOAT, a.y().shape());
      this.y = a.y();
      this.dy = a.dy();
    }

    @Override
    public void forward(Mode mode) {
      if (mode == Mode.TRAINING) {
        int count = Math.toIntExact(mask.length());
        drawn.fill(step.getAsLong(), Nd4jTensors.host(mask), count);
        Nd4jTensors.changedOnHost(mask);
        y.muli(mask);
      }
    }

    @Override
    public void backward() {
      dy.muli(mask);
    }

    @Override
    public long bytes() {
      return mask.length() * Float.BYTES;
    }

    @Override
    public void close() {
      mask.close();
    }
  }
}
