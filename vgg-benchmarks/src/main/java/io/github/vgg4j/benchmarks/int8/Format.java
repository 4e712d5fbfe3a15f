package io.github.vgg4j.benchmarks.int8;

import java.util.Random;
import org.bytedeco.dnnl.global.dnnl;

/** What a network's numbers are kept in at inference; sums are wider in both. */
enum Format {
  /** Sums in float32. */
  BF16("bf16", dnnl.dnnl_bf16, dnnl.dnnl_bf16, Short.BYTES),
  /** Feature maps unsigned, weights signed, sums in 32 bits. */
  INT8("int8", dnnl.dnnl_u8, dnnl.dnnl_s8, Byte.BYTES);

  private static final double MOST_WEIGHT = 127;

  private final String label;
  private final int mapType;
  private final int weightType;
  private final int bytes;

  Format(String label, int mapType, int weightType, int bytes) {
    this.label = label;
    this.mapType = mapType;
    this.weightType = weightType;
    this.bytes = bytes;
  }

  /** As the table writes it. */
  String label() {
    return label;
  }

  /** OneDNN's type of feature maps. */
  int mapType() {
    return mapType;
  }

  /** OneDNN's type of weights. */
  int weightType() {
    return weightType;
  }

  /** Random feature maps: in [0, 1), or all bytes. */
  byte[] maps(int bytesWanted, Random random) {
    byte[] values = new byte[bytesWanted];
    if (this == INT8) {
      random.nextBytes(values);
      return values;
    }
    for (int i = 0; i + 1 < bytesWanted; i += bytes) {
      put(values, i, random.nextFloat());
    }
    return values;
  }

  /** Random weights; in bfloat16 so small that the maps behind stay of the size of those before. */
  byte[] weights(int bytesWanted, long inputs, Random random) {
    byte[] values = new byte[bytesWanted];
    if (this == INT8) {
      for (int i = 0; i < bytesWanted; i++) {
        values[i] = (byte) Math.round((2 * random.nextDouble() - 1) * MOST_WEIGHT);
      }
      return values;
    }
    double deviation = Math.sqrt(2.0 / inputs);
    for (int i = 0; i + 1 < bytesWanted; i += bytes) {
      put(values, i, (float) (deviation * random.nextGaussian()));
    }
    return values;
  }

  /**
   * What sums of int8 products are divided by, to the same end: uniform weights deviate by {@code
   * 127 / sqrt(3)}, and ReLU halves the squares (He et al. 2015, equation 10).
   */
  static float divisor(long inputs) {
    return (float) (MOST_WEIGHT / Math.sqrt(3) * Math.sqrt(inputs / 2.0));
  }

  /** The upper half of a float, lowest byte first. */
  private static void put(byte[] values, int at, float value) {
    int bits = Float.floatToIntBits(value) >>> Short.SIZE;
    values[at] = (byte) bits;
    values[at + 1] = (byte) (bits >>> Byte.SIZE);
  }
}
