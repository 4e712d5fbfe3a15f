package io.github.vgg4j.onednn;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Weights in signed bytes: each row, the weights of one output channel, has a unit of its own, the
 * largest magnitude in it being 127 units (Krishnamoorthi 2018, section 2.2 and 3.1.1).
 */
final class Int8Rows {

  private static final int MOST = 127;

  private final Arena arena;
  private final Value units;

  /**
   * Rows whose units lie in an arena.
   *
   * @param layout plain, one float a row
   */
  Int8Rows(Arena arena, Layout layout) {
    this.arena = arena;
    this.units = Value.fixed(layout, arena.start(), 0);
  }

  /** What a 1 stands for, row by row. */
  Value units() {
    return units;
  }

  /** Rounds numbers to whole units, and writes the units. */
  void quantize(FloatBuffer numbers, ByteBuffer bytes) {
    int rows = rows();
    int length = numbers.remaining() / rows;
    FloatBuffer unitOf = arena.floats();
    for (int row = 0; row < rows; row++) {
      int start = row * length;
      float unit = unit(numbers, start, length);
      unitOf.put(row, unit);
      for (int i = start; i < start + length; i++) {
        long units = Math.round(Math.rint(numbers.get(i) / unit));
        bytes.put(i, (byte) Math.max(-MOST, Math.min(MOST, units)));
      }
    }
  }

  /** The numbers that bytes stand for. */
  void restore(ByteBuffer bytes, FloatBuffer numbers) {
    int rows = rows();
    int length = numbers.remaining() / rows;
    FloatBuffer unitOf = arena.floats();
    for (int i = 0; i < rows * length; i++) {
      numbers.put(i, bytes.get(i) * unitOf.get(i / length));
    }
  }

  private static float unit(FloatBuffer numbers, int start, int length) {
    float largest = 0;
    for (int i = start; i < start + length; i++) {
      largest = Math.max(largest, Math.abs(numbers.get(i)));
    }
    float unit = largest / MOST;
    // A row of zeros, or of numbers too small to be divided, is one of zeros whatever its unit.
    return unit >= Float.MIN_NORMAL ? unit : 1;
  }

  private int rows() {
    return (int) units.layout().elements();
  }
}
