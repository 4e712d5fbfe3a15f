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
 */
record Value(Layout layout, Storage storage, long shift) implements Operand {

  Value(Layout layout, Storage storage) {
    this(layout, storage, 0);
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
    return new Value(other, storage, shift);
  }

  /** A part of the same memory, which begins so many bytes further on. */
  Value part(Layout other, long bytes) {
    return new Value(other, storage, shift + bytes);
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
