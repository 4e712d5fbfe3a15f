package io.github.vgg4j.file;

/** Number formats of safetensors; named as in the file. */
public enum DType {
  /** IEEE 754 double. */
  F64(8),
  /** IEEE 754 single: what is written. */
  F32(4),
  /** IEEE 754 half. */
  F16(2),
  /** The upper half of a single. */
  BF16(2),
  /** Signed, 64 bits. */
  I64(8),
  /** Signed, 32 bits. */
  I32(4),
  /** Signed, 16 bits. */
  I16(2),
  /** Signed, 8 bits. */
  I8(1),
  /** Unsigned, 64 bits. */
  U64(8),
  /** Unsigned, 32 bits. */
  U32(4),
  /** Unsigned, 16 bits. */
  U16(2),
  /** Unsigned, 8 bits. */
  U8(1),
  /** 0 or 1 in a byte. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  /** Whether {@link SafeTensors.Reader#read} takes it. */
  public boolean isFloating() {
    return this == F64 || this == F32 || this == F16 || this == BF16;
  }
}
