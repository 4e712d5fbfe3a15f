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

  /**
   * What activations and their gradients are kept in.
   *
   * @throws IllegalArgumentException if no processor computes in it
   */
  static NumberType of(Precision precision) {
    return switch (precision) {
      case F32 -> F32;
      case BF16 -> BF16;
      case TF32 ->
          throw new IllegalArgumentException(
              "The onednn engine does not compute in tf32, a format of NVIDIA's tensor cores. Use"
                  + " f32, or the cuda engine.");
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
