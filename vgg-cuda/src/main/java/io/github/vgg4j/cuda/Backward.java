package io.github.vgg4j.cuda;

import org.jspecify.annotations.Nullable;

/** Records the way back through a layer: the gradients of its parameters and of its input. */
interface Backward {

  /** Whether anybody asks for the gradient of the input. */
  enum InputGradient {
    NEEDED,
    UNUSED
  }

  /** The gradient of the input; null where it is unused. */
  @Nullable Gradient record(Gradient gradient, InputGradient need);
}
