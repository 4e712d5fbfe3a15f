package io.github.vgg4j.cuda.kernel;

/** What happens to a number on its way through a kernel. */
public enum Activation {
  NOTHING,
  /** {@code max(x, 0)}. */
  RELU
}
