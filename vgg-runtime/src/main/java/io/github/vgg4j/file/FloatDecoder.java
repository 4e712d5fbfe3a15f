package io.github.vgg4j.file;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Turns the bytes of a floating-point format into float32. */
final class FloatDecoder {

  private FloatDecoder() {}

  /** Appends to {@code target} all the numbers that {@code bytes}, little-endian, still holds. */
  static void decode(DType dtype, ByteBuffer bytes, FloatBuffer target) {
    switch (dtype) {
      case F32 -> target.put(bytes.asFloatBuffer());
      case F64 -> {
        for (int at = bytes.position(); at < bytes.limit(); at += Double.BYTES) {
          target.put((float) bytes.getDouble(at));
        }
      }
      case F16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        while (halves.hasRemaining()) {
          target.put(half(halves.get()));
        }
      }
      case BF16 -> {
        ShortBuffer uppers = bytes.asShortBuffer();
        while (uppers.hasRemaining()) {
          target.put(Float.intBitsToFloat(uppers.get() << 16));
        }
      }
      default -> throw new IllegalArgumentException(dtype + " is not a floating-point format");
    }
  }

  /** IEEE 754 binary16: sign, 5 bits of exponent (bias 15), 10 of fraction. */
  static float half(short bits) {
    int exponent = (bits >>> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0x1F) {
      return Float.intBitsToFloat((bits & 0x8000) << 16 | 0x7F800000 | fraction << 13);
    }
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : Float.intBitsToFloat((exponent + 127 - 15) << 23 | fraction << 13);
    return bits < 0 ? -magnitude : magnitude;
  }
}
