package io.github.vgg4j.network;

import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.RandomStreams.Purpose;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;

/**
 * How weights start; biases and shifts start at 0, scales at 1, whatever the choice.
 *
 * <p>Both draw uniformly from {@code [-bound, bound)}, so that the numbers are the same on every
 * machine, which a normal distribution's logarithms are not.
 */
public enum Initialization {
  /**
   * He: {@code bound = sqrt(6 / fanIn)} before a ReLU (He et al. 2015, equation 10, as a uniform
   * distribution of the same variance); the logits' weights, which no ReLU follows, are {@link
   * #XAVIER}.
   */
  HE,
  /** Xavier: {@code bound = sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio 2010, equation 16). */
  XAVIER;

  /** Numbers that one task of the parallel fill draws. */
  private static final int CHUNK = 1 << 16;

  /**
   * Fills a parameter with its start values.
   *
   * @param index the parameter's place in its plan, which names its random stream
   */
  void fill(Parameter parameter, int index, RandomStreams random, Tensor target) {
    switch (parameter.role()) {
      case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT ->
          uniform(bound(parameter), index, random, target);
      case BIAS, NORM_SHIFT, RUNNING_MEAN -> constant(0, target);
      case NORM_SCALE, RUNNING_VARIANCE -> constant(1, target);
    }
  }

  private float bound(Parameter parameter) {
    boolean he = this == HE && parameter.role() != Parameter.Role.LOGITS_WEIGHT;
    double fan = he ? parameter.fanIn() : (double) parameter.fanIn() + parameter.fanOut();
    return (float) Math.sqrt(6 / fan);
  }

  private static void uniform(float bound, int stream, RandomStreams random, Tensor target) {
    int elements = target.elements();
    FloatBuffer values = target.buffer();
    IntStream.range(0, (elements + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(
            chunk -> {
              int[] four = new int[4];
              int end = Math.min(elements, (chunk + 1) * CHUNK);
              for (int i = chunk * CHUNK; i < end; i++) {
                if ((i & 3) == 0) {
                  random.draw(Purpose.INITIALIZATION, stream, i >>> 2, four);
                }
                values.put(i, (RandomStreams.unit(four[i & 3]) * 2 - 1) * bound);
              }
            });
  }

  private static void constant(float value, Tensor target) {
    FloatBuffer values = target.buffer();
    for (int i = 0; i < values.capacity(); i++) {
      values.put(i, value);
    }
  }
}
