package io.github.vgg4j.nd4j;

import static io.github.vgg4j.nd4j.Nd4jCall.inputs;

import io.github.vgg4j.arch.Layer;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The first convolution, which sees few channels and needs no input gradient: its backward pass
 * unfolds image by image ({@code im2col}) and multiplies. ND4J's {@code conv2d_bp} reorders
 * everything for a gradient that nobody reads, and takes three times as long.
 *
 * <p>The unfolded image has a last row of ones, so that the product's last column is the gradient
 * of the bias.
 */
final class Nd4jFirstConv implements Nd4jStep {

  private final Nd4jCall forward;
  private final INDArray unfolded;
  private final INDArray parts;
  private final INDArray joined;
  private final INDArray joinedWeight;
  private final INDArray joinedBias;
  private final INDArray weightGradient;
  private final INDArray biasGradient;
  private final List<Nd4jCall> products = new ArrayList<>();
  private final Nd4jCall sum;

  Nd4jFirstConv(Layer.Conv layer, Nd4jSteps.Arrays a, Nd4jWeights weights) {
    long images = a.x().size(0);
    long channels = layer.output().channels();
    int k = layer.kernel();
    long taps = (long) layer.input().channels() * k * k;
    forward = Nd4jSteps.Conv.forward(layer, a, weights);
    unfolded = Nd4j.ones(DataType.FLOAT, taps + 1, a.x().size(2) * a.x().size(3));
    parts = Nd4j.create(DataType.FLOAT, images, channels, taps + 1);
    joined = Nd4j.create(DataType.FLOAT, channels, taps + 1);
    joinedWeight = joined.get(NDArrayIndex.all(), NDArrayIndex.interval(0, taps));
    joinedBias = joined.get(NDArrayIndex.all(), NDArrayIndex.point(taps));
    weightGradient = weights.gradient(layer.weight()).reshape('c', channels, taps);
    biasGradient = weights.gradient(layer.bias());
    for (long n = 0; n < images; n++) {
      products.add(unfold(layer, one(a.x(), n)));
      INDArray dy = one(a.dy(), n);
      INDArray part = one(parts, n).reshape('c', channels, taps + 1);
      // Arguments of matmul: transpose the first, the second, the result.
      products.add(
          Nd4jCall.of(
                  "matmul",
                  inputs(dy.reshape('c', channels, dy.length() / channels), unfolded),
                  part)
              .integers(0, 1, 0));
    }
    sum = Nd4jCall.of("reduce_sum", inputs(parts), joined).integers(0);
  }

  private Nd4jCall unfold(Layer.Conv layer, INDArray image) {
    int k = layer.kernel();
    int p = layer.padding();
    INDArray target =
        unfolded
            .get(NDArrayIndex.interval(0, unfolded.size(0) - 1), NDArrayIndex.all())
            .reshape('c', 1, image.size(1), k, k, image.size(2), image.size(3));
    // Value of the padding; kernel, stride, padding, dilation (height, width each).
    return Nd4jCall.of("im2col", inputs(image), target)
        .reals(0.0)
        .integers(k, k, 1, 1, p, p, 1, 1, 0);
  }

  private static INDArray one(INDArray batch, long n) {
    return batch.get(NDArrayIndex.interval(n, n + 1));
  }

  @Override
  public void forward(Mode mode) {
    forward.run();
  }

  @Override
  public void backward() {
    products.forEach(Nd4jCall::run);
    sum.run();
    weightGradient.assign(joinedWeight);
    biasGradient.assign(joinedBias);
  }

  @Override
  public long bytes() {
    return (unfolded.length() + parts.length() + joined.length()) * Float.BYTES;
  }

  @Override
  public void close() {
    forward.close();
    sum.close();
    products.forEach(Nd4jCall::close);
    unfolded.close();
    parts.close();
    joined.close();
  }
}
