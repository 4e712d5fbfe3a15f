package io.github.vgg4j.onednn;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * An array that one step makes and later ones use: an activation, a gradient, a mask.
 *
 * @param storage the memory; views of the same numbers share it
 * @param shift bytes from the storage's start to the array's
 * @param unit what a 1 in it stands for: 1 but for arrays in int8
 */
record Value(Layout layout, Storage storage, long shift, float unit) implements Operand {

  Value(Layout layout, Storage storage) {
    this(layout, storage, 0, 1);
  }

  /** An array at a place that is taken already: {@code offset} bytes behind a start. */
  static Value fixed(Layout layout, BytePointer start, long offset) {
    Storage storage = new Storage(layout.bytes());
    storage.place(offset);
    storage.bind(start);
    return new Value(layout, storage);
  }

  /** The same memory, read in another way. */
  Value as(Layout other) {
    return new Value(other, storage, shift, unit);
  }

  /** A part of the same memory, which begins so many bytes further on. */
  Value part(Layout other, long bytes) {
    return new Value(other, storage, shift + bytes, unit);
  }

  /** The same memory, where a 1 stands for another number. */
  Value in(float newUnit) {
    return new Value(layout, storage, shift, newUnit);
  }

  @Override
  public Pointer address() {
    return shift == 0
        ? storage.address()
        : new BytePointer(storage.address()).getPointer(BytePointer.class, shift);
  }

  /** The memory as floats, for steps in Java. */
  FloatBuffer floats() {
    long numbers = layout.bytes() / Float.BYTES;
    return new FloatPointer(address()).capacity(numbers).asBuffer();
  }
}
