package io.github.vgg4j.cuda.kernel;

import com.sun.jna.Memory;

/**
 * Memory of the host that a kernel is run on, with guards before and behind. All its bytes are 255
 * at first, which is not-a-number as a float32 and as a bfloat16: what a kernel should have written
 * or should not have read is seen.
 */
public final class HostArray implements Place {

  private static final int GUARD = 256;
  private static final byte UNTOUCHED = (byte) 255;

  private final Memory memory;
  private final long start;
  private final long bytes;

  private HostArray(long bytes) {
    this.memory = new Memory(bytes + 3 * GUARD);
    memory.setMemory(0, memory.size(), UNTOUCHED);
    long address = com.sun.jna.Pointer.nativeValue(memory);
    this.start = GUARD + (GUARD - address % GUARD) % GUARD;
    this.bytes = bytes;
  }

  /** Memory that nobody has written to, aligned to 256 bytes. */
  public static HostArray bytes(long bytes) {
    return new HostArray(bytes);
  }

  /** Room for numbers of a type. */
  public static HostArray of(NumberType type, long count) {
    return new HostArray(count * type.bytes());
  }

  /** Numbers, rounded to the type. */
  public static HostArray of(NumberType type, double... numbers) {
    HostArray array = of(type, (long) numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      array.set(type, i, numbers[i]);
    }
    return array;
  }

  public static HostArray floats(double... numbers) {
    return of(NumberType.F32, numbers);
  }

  public static HostArray ints(int... numbers) {
    HostArray array = new HostArray(4L * numbers.length);
    array.memory.write(array.start, numbers, 0, numbers.length);
    return array;
  }

  public static HostArray longs(long... numbers) {
    HostArray array = new HostArray(8L * numbers.length);
    array.memory.write(array.start, numbers, 0, numbers.length);
    return array;
  }

  public static HostArray unsignedBytes(byte... numbers) {
    HostArray array = new HostArray(numbers.length);
    array.memory.write(array.start, numbers, 0, numbers.length);
    return array;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public long address() {
    return com.sun.jna.Pointer.nativeValue(memory) + start;
  }

  /** All its numbers. */
  public double[] numbers(NumberType type) {
    double[] numbers = new double[(int) (bytes / type.bytes())];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = get(type, i);
    }
    return numbers;
  }

  public double get(NumberType type, long i) {
    if (type == NumberType.F32) {
      return memory.getFloat(start + 4 * i);
    }
    return Float.intBitsToFloat(memory.getShort(start + 2 * i) << 16);
  }

  public void set(NumberType type, long i, double number) {
    if (type == NumberType.F32) {
      memory.setFloat(start + 4 * i, (float) number);
    } else {
      memory.setShort(start + 2 * i, (short) bfloat16((float) number));
    }
  }

  public int byteAt(long i) {
    return memory.getByte(start + i) & 0xFF;
  }

  public int intAt(long i) {
    return memory.getInt(start + 4 * i);
  }

  public long longAt(long i) {
    return memory.getLong(start + 8 * i);
  }

  public double doubleAt(long i) {
    return memory.getDouble(start + 8 * i);
  }

  /** All its bytes, guards too. */
  byte[] copy() {
    return memory.getByteArray(0, (int) memory.size());
  }

  void putBack(byte[] copy) {
    memory.write(0, copy, 0, copy.length);
  }

  /** Fails where something was written beside it. */
  public HostArray check() {
    for (long i = 0; i < memory.size(); i = i == start - 1 ? start + bytes : i + 1) {
      if (memory.getByte(i) != UNTOUCHED) {
        throw new AssertionError(
            "Something was written at byte " + (i - start) + " of an array of " + bytes);
      }
    }
    return this;
  }

  /** To nearest, of two equally near to even, in another way than the kernels do it. */
  static int bfloat16(float number) {
    int bits = Float.floatToRawIntBits(number);
    if (Float.isNaN(number)) {
      return 0x7FFF;
    }
    int below = bits >>> 16;
    int rest = bits & 0xFFFF;
    boolean up = rest > 0x8000 || (rest == 0x8000 && below % 2 != 0);
    return up ? below + 1 : below;
  }

  /** A number as an array of the type holds it. */
  static double rounded(NumberType type, double number) {
    float single = (float) number;
    return type == NumberType.F32 ? single : Float.intBitsToFloat(bfloat16(single) << 16);
  }
}
