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

  /** Rounds numbers to whole units, halves to the even one, and writes the units. */
  void quantize(FloatBuffer numbers, ByteBuffer bytes) {
    FloatBuffer unitOf = arena.floats();
    float[] row = new float[numbers.remaining() / rows()];
    byte[] rounded = new byte[row.length];
    for (int i = 0; i < rows(); i++) {
      numbers.get(row);
      float unit = unit(row);
      unitOf.put(i, unit);
      for (int k = 0; k < row.length; k++) {
        rounded[k] = (byte) Math.rint(row[k] / unit);
      }
      bytes.put(rounded);
    }
  }

  /** The numbers that bytes stand for. */
  void restore(ByteBuffer bytes, FloatBuffer numbers) {
    FloatBuffer unitOf = arena.floats();
    float[] row = new float[numbers.remaining() / rows()];
    byte[] rounded = new byte[row.length];
    for (int i = 0; i < rows(); i++) {
      bytes.get(rounded);
      for (int k = 0; k < row.length; k++) {
        row[k] = rounded[k] * unitOf.get(i);
      }
      numbers.put(row);
    }
  }

  private static float unit(float[] row) {
    float largest = 0;
    for (float number : row) {
      largest = Math.max(largest, Math.abs(number));
    }
    float unit = largest / MOST;
    // A row of zeros, or of numbers too small to be divided, is one of zeros whatever its unit.
    return unit >= Float.MIN_NORMAL ? unit : 1;
  }

  private int rows() {
    return (int) units.layout().elements();
  }
}
