package io.github.vgg4j.cuda.kernel;

/** A number format of activations and their gradients in device memory. */
public enum NumberType {
  F32(4),
  BF16(2);

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
