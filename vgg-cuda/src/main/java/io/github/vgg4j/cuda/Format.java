package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.engine.Precision;

/**
 * How a precision computes here.
 *
 * @param type of activations, their gradients and the weights that products read
 * @param math how float32 numbers are multiplied
 */
record Format(NumberType type, Convolution.Math math) {

  static Format of(Precision precision) {
    return switch (precision) {
      case F32 -> new Format(NumberType.F32, Convolution.Math.EXACT);
      case TF32 -> new Format(NumberType.F32, Convolution.Math.TF32);
      case INT8 ->
          throw new IllegalArgumentException(
              "The cuda engine does not compute in int8. Use bf16, or the onednn engine.");
      case BF16 -> new Format(NumberType.BF16, Convolution.Math.EXACT);
    };
  }
}
