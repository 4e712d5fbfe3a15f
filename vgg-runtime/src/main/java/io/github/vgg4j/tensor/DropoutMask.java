package io.github.vgg4j.tensor;

import io.github.vgg4j.tensor.RandomStreams.Purpose;
import java.nio.FloatBuffer;

/**
 * Which numbers a dropout layer keeps at a training step; every engine and the reference draw the
 * same ones. Made once for a layer; filling allocates nothing.
 *
 * <p>Number i is decided by random int {@code i mod 4} of group {@code i / 4} of stream {@code
 * layer}, the groups of a step starting at {@code step * 2^32}: dropped if it is below the rate as
 * a float in [0, 1).
 */
public final class DropoutMask {

  private static final int NUMBERS = 4 * PhiloxLanes.LANES;

  private final RandomStreams random;
  private final int layer;
  private final long threshold;
  private final float kept;
  private final PhiloxLanes lanes = new PhiloxLanes();
  private final float[] numbers = new float[NUMBERS];

  /**
   * The mask of a layer.
   *
   * @param layer the layer's place in its plan
   * @param rate in [0, 1)
   */
  public DropoutMask(RandomStreams random, int layer, double rate) {
    this.random = random;
    this.layer = layer;
    // A random int's upper 24 bits are below this exactly where, as a float, it is below the rate.
    this.threshold = (long) Math.ceil((float) rate * 0x1p24);
    this.kept = (float) (1 / (1 - rate));
  }

  /**
   * Writes 0 for a dropped number and {@code 1 / (1 - rate)} for a kept one.
   *
   * @param step training steps done before this one
   * @param count numbers to decide, from the start of the mask: image by image
   */
  public void fill(long step, FloatBuffer mask, int count) {
    for (int from = 0; from < count; from += NUMBERS) {
      lanes.draw(random, Purpose.DROPOUT, layer, RandomStreams.dropoutIndex(step, from / 4));
      for (int lane = 0; lane < PhiloxLanes.LANES; lane++) {
        for (int i = 0; i < 4; i++) {
          numbers[4 * lane + i] = lanes.word(lane, i) >>> 8 < threshold ? 0 : kept;
        }
      }
      mask.put(from, numbers, 0, Math.min(NUMBERS, count - from));
    }
  }
}
