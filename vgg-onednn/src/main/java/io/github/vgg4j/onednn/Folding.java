package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;

/**
 * A batch norm folded into the convolution before it, for inference: with {@code g = scale /
 * sqrt(variance + epsilon)}, the weights of an output channel become {@code g * w} and its bias
 * {@code g * (b - mean) + shift}.
 */
final class Folding {

  private final WeightStore store;
  private final Layer.Conv conv;
  private final Layer.BatchNorm norm;

  Folding(WeightStore store, Layer.Conv conv, Layer.BatchNorm norm) {
    this.store = store;
    this.conv = conv;
    this.norm = norm;
  }

  Layer.Conv conv() {
    return conv;
  }

  /** The folded weights or bias, plain; the caller closes them. */
  Tensor fold(Weight weight) {
    Tensor values = Tensor.zeros(weight.parameter().shape());
    store.read(weight.parameter(), values);
    FloatBuffer numbers = values.buffer();
    boolean bias = weight.parameter().equals(conv.bias());
    int channels = conv.output().channels();
    int each = values.elements() / channels;
    for (int channel = 0; channel < channels; channel++) {
      float gain = gain(channel);
      for (int i = channel * each; i < (channel + 1) * each; i++) {
        numbers.put(
            i,
            bias
                ? gain * (numbers.get(i) - at(norm.runningMean(), channel))
                    + at(norm.shift(), channel)
                : gain * numbers.get(i));
      }
    }
    return values;
  }

  private float gain(int channel) {
    double variance = at(norm.runningVariance(), channel);
    return (float) (at(norm.scale(), channel) / Math.sqrt(variance + norm.epsilon()));
  }

  private float at(io.github.vgg4j.arch.Parameter parameter, int channel) {
    return store.weight(parameter).floats().get(channel);
  }
}
