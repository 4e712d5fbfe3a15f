package io.github.vgg4j.engine;

import java.util.Locale;

/** The number format an engine computes in; weights are float32 in all of them. */
public enum Precision {
  /** float32 throughout. */
  F32,
  /**
   * float32 in memory, multiplied by an NVIDIA GPU's tensor cores with 10 bits of fraction; sums
   * float32.
   */
  TF32,
  /** Activations and gradients bfloat16, sums and weights float32. */
  BF16;

  /** As commands and files write it: {@code f32}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
