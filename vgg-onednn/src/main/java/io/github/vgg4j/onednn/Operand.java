package io.github.vgg4j.onednn;

import org.bytedeco.javacpp.Pointer;

/** What a kernel reads or writes: an array with a layout, and an address once memory is placed. */
sealed interface Operand permits Value, WeightOperand {

  Layout layout();

  /** Where the array lies; only after placement. */
  Pointer address();
}
