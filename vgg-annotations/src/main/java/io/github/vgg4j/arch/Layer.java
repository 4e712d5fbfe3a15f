package io.github.vgg4j.arch;

import java.util.List;

/**
 * One step of a network, with its shapes and parameters known. The layers of a {@link NetworkPlan}
 * stand in execution order; each one's input is the output of the one before.
 *
 * <p>Sealed, so that an engine's {@code switch} over the kinds is checked by the compiler.
 */
public sealed interface Layer {

  /** Torchvision's module name, such as {@code features.0} or {@code classifier.3}. */
  String name();

  /** The block the layer stands in, counted from 1; 0 in the head. */
  int block();

  /** Shape of what comes in, for one image. */
  Shape input();

  /** Shape of what goes out, for one image. */
  Shape output();

  /** The layer's parameters in torchvision's order; empty for most kinds. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /** Multiply-accumulates for one image: only convolutions and dense layers count, as usual. */
  default long macs() {
    return 0;
  }

  /**
   * A convolution with stride 1 and padding that keeps height and width, plus bias.
   *
   * @param kernel side of the square kernel: 3 or 1
   * @param weight {@code [out, in, kernel, kernel]}
   * @param bias {@code [out]}
   */
  record Conv(
      String name,
      int block,
      Shape input,
      Shape output,
      int kernel,
      Parameter weight,
      Parameter bias)
      implements Layer {

    /** Rows or columns of zeros on each side. */
    public int padding() {
      return kernel / 2;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(weight, bias);
    }

    @Override
    public long macs() {
      return Math.multiplyExact(output.elements(), (long) input.channels() * kernel * kernel);
    }
  }

  /**
   * Batch normalisation over batch, height and width (Ioffe and Szegedy 2015, algorithm 1).
   *
   * <p>In training: {@code y = scale * (x - mean) / sqrt(variance + epsilon) + shift} with the mean
   * and the biased variance of the batch; the running values move by {@code momentum} towards the
   * batch's mean and its unbiased variance, as PyTorch's do.
   *
   * @param epsilon added to the variance
   * @param momentum share of the batch's value in the new running value
   */
  record BatchNorm(
      String name,
      int block,
      Shape input,
      double epsilon,
      double momentum,
      Parameter scale,
      Parameter shift,
      Parameter runningMean,
      Parameter runningVariance)
      implements Layer {

    @Override
    public Shape output() {
      return input;
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(scale, shift, runningMean, runningVariance);
    }
  }

  /** {@code max(x, 0)}, number by number. */
  record Relu(String name, int block, Shape input) implements Layer {
    @Override
    public Shape output() {
      return input;
    }
  }

  /** The maximum of each 2x2 window, stride 2; an odd last row or column is dropped. */
  record MaxPool(String name, int block, Shape input, Shape output) implements Layer {}

  /**
   * Local response normalisation across channels (Krizhevsky et al. 2012, section 3.3), in the form
   * of PyTorch's {@code LocalResponseNorm}: {@code y = x / (k + alpha / size * sum)^beta}, where
   * {@code sum} adds the squares of the {@code size} channels from {@code size / 2} below to {@code
   * (size - 1) / 2} above, those beyond the edge counting as 0.
   *
   * @param size neighbouring channels in one sum, at least 1
   * @param alpha scale of the sum
   * @param beta exponent
   * @param k added to the sum, which keeps the base from 0
   */
  record LocalResponseNorm(
      String name, int block, Shape input, int size, double alpha, double beta, double k)
      implements Layer {
    @Override
    public Shape output() {
      return input;
    }
  }

  /** The mean of each 2x2 window, stride 2; an odd last row or column is dropped. */
  record AvgPool(String name, int block, Shape input, Shape output) implements Layer {}

  /**
   * Averages a map of any size to one of a fixed size, as PyTorch's {@code AdaptiveAvgPool2d}:
   * output row i is the mean of the input rows from {@code floor(i * in / out)} up to and without
   * {@code ceil((i + 1) * in / out)}; columns alike. The windows overlap where the sizes do not
   * divide; a smaller map is spread.
   */
  record AdaptiveAvgPool(String name, int block, Shape input, Shape output) implements Layer {}

  /** Reads a feature map as one vector, channels first, then rows, then columns. */
  record Flatten(String name, int block, Shape input) implements Layer {
    @Override
    public Shape output() {
      return Shape.vector(Math.toIntExact(input.elements()));
    }
  }

  /**
   * A dense (fully connected) layer: {@code y = weight * x + bias}.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}
   */
  record Dense(String name, int block, Shape input, Shape output, Parameter weight, Parameter bias)
      implements Layer {

    @Override
    public List<Parameter> parameters() {
      return List.of(weight, bias);
    }

    @Override
    public long macs() {
      return Math.multiplyExact(output.elements(), input.elements());
    }
  }

  /**
   * Inverted dropout: in training a number is zeroed with probability {@code rate}, the others are
   * divided by {@code 1 - rate}; at inference nothing happens.
   *
   * @param rate in [0, 1)
   */
  record Dropout(String name, int block, Shape input, double rate) implements Layer {
    @Override
    public Shape output() {
      return input;
    }
  }
}
