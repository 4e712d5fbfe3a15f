package io.github.vgg4j.onednn;

import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** What a kernel reads or writes: an array with a layout, and an address once memory is placed. */
sealed interface Operand permits Value, WeightOperand, WeightRows {

  Layout layout();

  /** Where the array lies; only after placement. */
  Pointer address();

  /** The copy of a parameter that it lies in, which must be fresh; null for most. */
  default @Nullable WeightCopy copy() {
    return null;
  }
}
