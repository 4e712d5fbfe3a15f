package io.github.vgg4j.onednn;

import org.jspecify.annotations.Nullable;

/** Records the backward steps of what a forward pass recorded. */
interface Backward {

  /** Whether anybody reads the gradient of the input. */
  enum InputGradient {
    NEEDED,
    UNUSED
  }

  /**
   * Records the steps.
   *
   * @param out gradient of the output, in the output's layout; may be overwritten
   * @return gradient of the input, in the input's layout; null where it is unused
   */
  @Nullable Value record(Value out, InputGradient need);
}
