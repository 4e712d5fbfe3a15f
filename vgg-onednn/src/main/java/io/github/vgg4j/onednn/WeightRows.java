package io.github.vgg4j.onednn;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a matrix of weights.
 *
 * @param bytes from the matrix's start to the first row's
 */
record WeightRows(WeightOperand whole, Layout layout, long bytes) implements Operand {

  @Override
  public Pointer address() {
    return new BytePointer(whole.address()).getPointer(BytePointer.class, bytes);
  }

  @Override
  public @Nullable WeightCopy copy() {
    return whole.copy();
  }
}
