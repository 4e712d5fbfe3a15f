package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A batch norm at inference as a scale and a shift of each channel: the norm folded into a
 * convolution that changes nothing.
 *
 * @param folding its weight is the scale, its bias the shift
 * @param zeros a mean that changes nothing
 * @param ones an inverse deviation that changes nothing
 */
record RunningNorm(Folding folding, Place zeros, Place ones) {

  static RunningNorm of(Gpu gpu, Blocks blocks, Weights weights, Layer.BatchNorm norm) {
    int channels = norm.input().channels();
    Block zeros = blocks.zeros((long) channels * Float.BYTES);
    Block ones = blocks.take((long) channels * Float.BYTES);
    try (FloatPointer numbers = new FloatPointer((long) channels)) {
      for (int i = 0; i < channels; i++) {
        numbers.put(i, 1);
      }
      gpu.write(ones, numbers);
    }
    Folding folding = Folding.of(gpu, blocks, weights, ones, zeros, norm, NumberType.F32);
    return new RunningNorm(folding, zeros, ones);
  }
}
