package io.github.vgg4j.nd4j;

import static io.github.vgg4j.nd4j.Nd4jCall.inputs;

import io.github.vgg4j.arch.Layer;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Local response norm, its sums over neighbouring channels done as 1x1 convolutions with a band of
 * ones; ND4J's own {@code lrn_bp} gives other gradients than the formula below.
 *
 * <p>With {@code s = k + alpha / size * band(x^2)}: {@code y = x * s^-beta}, and {@code dx = dy *
 * s^-beta - 2 * alpha * beta / size * x * bandTransposed(dy * y / s)}.
 */
final class Nd4jLocalResponseNorm implements Nd4jStep {

  private final Layer.LocalResponseNorm layer;
  private final Nd4jSteps.Arrays a;
  private final INDArray sums;
  private final INDArray powers;
  private final INDArray work;
  private final INDArray band;
  private final INDArray bandTransposed;
  private final INDArray offset;
  private final INDArray none;
  private final Nd4jCall sumOfSquares;
  private final Nd4jCall sumOfShares;

  Nd4jLocalResponseNorm(Layer.LocalResponseNorm layer, Nd4jSteps.Arrays a) {
    this.layer = layer;
    this.a = a;
    int channels = layer.input().channels();
    sums = Nd4j.create(DataType.FLOAT, a.x().shape());
    powers = Nd4j.create(DataType.FLOAT, a.x().shape());
    work = Nd4j.create(DataType.FLOAT, a.x().shape());
    band = band(channels, layer.size()).muli(layer.alpha() / layer.size());
    bandTransposed = band.permute(1, 0, 2, 3).dup('c');
    offset = Nd4j.create(DataType.FLOAT, channels).assign(layer.k());
    none = Nd4j.create(DataType.FLOAT, channels);
    // Kernel, stride, padding, dilation (height, width each); explicit padding; NCHW; OIHW.
    long[] geometry = {1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1};
    sumOfSquares = Nd4jCall.of("conv2d", inputs(work, band, offset), sums).integers(geometry);
    sumOfShares =
        Nd4jCall.of("conv2d", inputs(work, bandTransposed, none), sums).integers(geometry);
  }

  /** Row o holds a 1 for every channel that the sum of channel o takes in. */
  private static INDArray band(int channels, int size) {
    INDArray band = Nd4j.create(DataType.FLOAT, channels, channels, 1, 1);
    for (int o = 0; o < channels; o++) {
      int last = Math.min(channels - 1, o + (size - 1) / 2);
      for (int c = Math.max(0, o - size / 2); c <= last; c++) {
        band.putScalar(new int[] {o, c, 0, 0}, 1);
      }
    }
    return band;
  }

  @Override
  public void forward(Mode mode) {
    a.x().muli(a.x(), work);
    sumOfSquares.run();
    powers.assign(sums);
    Transforms.pow(powers, -layer.beta(), false);
    a.x().muli(powers, a.y());
  }

  /** The sums of the forward pass are used up here, {@code sums} then holding the other sum. */
  @Override
  public void backward() {
    a.dy().muli(a.y(), work);
    work.divi(sums);
    sumOfShares.run();
    sums.muli(a.x()).muli(-2 * layer.beta());
    a.dy().muli(powers, a.dx());
    a.dx().addi(sums);
  }

  @Override
  public long bytes() {
    return Float.BYTES * owned().stream().mapToLong(INDArray::length).sum();
  }

  @Override
  public void close() {
    sumOfSquares.close();
    sumOfShares.close();
    owned().forEach(INDArray::close);
  }

  private List<INDArray> owned() {
    return List.of(sums, powers, work, band, bandTransposed, offset, none);
  }
}
