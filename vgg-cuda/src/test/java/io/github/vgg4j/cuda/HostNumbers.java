package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in host memory, read and written as float32 whatever their type is. */
final class HostNumbers {

  private final ByteBuffer bytes;
  private final NumberType type;

  HostNumbers(Place place, NumberType type) {
    this.bytes =
        new com.sun.jna.Pointer(place.address())
            .getByteBuffer(0, place.bytes())
            .order(ByteOrder.nativeOrder());
    this.type = type;
  }

  float get(int index) {
    return type == NumberType.F32
        ? bytes.getFloat(4 * index)
        : Float.intBitsToFloat(bytes.getShort(2 * index) << 16);
  }

  /** Rounds to the nearest, ties to even. */
  void put(int index, double value) {
    if (type == NumberType.F32) {
      bytes.putFloat(4 * index, (float) value);
      return;
    }
    int bits = Float.floatToRawIntBits((float) value);
    int rounded = bits + 0x7FFF + (bits >>> 16 & 1);
    bytes.putShort(2 * index, (short) ((Double.isNaN(value) ? bits : rounded) >>> 16));
  }
}
