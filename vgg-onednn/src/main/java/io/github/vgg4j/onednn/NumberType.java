package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Precision;
import org.bytedeco.dnnl.global.dnnl;

/** A number format in memory. */
enum NumberType {
  F32(dnnl.dnnl_f32, 4),
  BF16(dnnl.dnnl_bf16, 2),
  /** Activations in int8. */
  U8(dnnl.dnnl_u8, 1),
  /** Weights in int8. */
  S8(dnnl.dnnl_s8, 1);

  private final int code;
  private final int bytes;

  NumberType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /**
   * What activations and their gradients are kept in; in int8, those that are not in bytes.
   *
   * @throws IllegalArgumentException if no processor computes in it
   */
  static NumberType of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
      case INT8 -> Cpu.hasFastBfloat16() ? BF16 : F32;
      case TF32 ->
          throw new IllegalArgumentException(
              "The onednn engine does not compute in tf32, a format of NVIDIA's tensor cores. Use"
                  + " f32, or the cuda engine.");
    };
  }

  /** The format of one of oneDNN's codes. */
  static NumberType ofCode(int code) {
    for (NumberType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    // Workspaces and scratch are bytes; nobody computes with them, so their type never matters.
    return F32;
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
