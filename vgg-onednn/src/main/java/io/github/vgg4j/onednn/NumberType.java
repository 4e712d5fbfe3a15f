package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Precision;
import org.bytedeco.dnnl.global.dnnl;

/** A number format in memory. */
enum NumberType {
  F32(dnnl.dnnl_f32, 4),
  BF16(dnnl.dnnl_bf16, 2);

  private final int code;
  private final int bytes;

  NumberType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** What activations and their gradients are kept in. */
  static NumberType of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
    };
  }

  /** OneDNN's {@code dnnl_data_type_t}. */
  int code() {
    return code;
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }
}
