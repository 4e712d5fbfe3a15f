package io.github.vgg4j.tensor;

import io.github.vgg4j.tensor.RandomStreams.Purpose;
import java.nio.FloatBuffer;

/**
 * Which numbers a dropout layer keeps at a training step; every engine and the reference draw the
 * same ones.
 */
public final class DropoutMask {

  private DropoutMask() {}

  /**
   * Writes 0 for a dropped number and {@code 1 / (1 - rate)} for a kept one.
   *
   * <p>Number i is decided by random int {@code i mod 4} of group {@code i / 4} of stream {@code
   * layer}, the groups of a step starting at {@code step * 2^32}: dropped if it is below {@code
   * rate} as a float in [0, 1).
   *
   * @param layer the layer's place in its plan
   * @param step training steps done before this one
   * @param rate in [0, 1)
   * @param count numbers to decide, from the start of the mask: image by image
   */
  public static void fill(
      RandomStreams random, int layer, long step, double rate, FloatBuffer mask, int count) {
    float threshold = (float) rate;
    float kept = (float) (1 / (1 - rate));
    int[] four = new int[4];
    for (int i = 0; i < count; i++) {
      if ((i & 3) == 0) {
        random.draw(Purpose.DROPOUT, layer, RandomStreams.dropoutIndex(step, i >>> 2), four);
      }
      mask.put(i, RandomStreams.unit(four[i & 3]) < threshold ? 0 : kept);
    }
  }
}
