package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Product;
import io.github.vgg4j.engine.Precision;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;

/** The most that a GPU does: operations a second in a large matrix product of cuBLASLt. */
final class Peak {

  private static final int SIDE = 8192;
  private static final int RUNS = 10;
  private static final long WARM_NANOS = 500_000_000;
  private static final int PATTERN_BYTES = 1 << 20;

  private Peak() {}

  /** Of the median of some runs, over numbers in which every bit changes. */
  static double flops(Gpu gpu, Precision precision) {
    NumberType type = precision == Precision.BF16 ? NumberType.BF16 : NumberType.F32;
    Product product =
        new Product(
            SIDE,
            SIDE,
            SIDE,
            Product.Side.AS_IS,
            Product.Side.AS_IS,
            type,
            type,
            precision == Precision.TF32 ? Convolution.Math.TF32 : Convolution.Math.EXACT,
            Product.Epilogue.NOTHING);
    long bytes = (long) SIDE * SIDE * type.bytes();
    long memory = gpu.allocate(3 * bytes);
    try {
      Place whole = new Taken(memory, 3 * bytes);
      fill(gpu, whole.part(0, 2 * bytes), type);
      Gpu.Prepared prepared =
          gpu.prepare(
              product,
              whole.part(0, bytes),
              whole.part(bytes, bytes),
              Argument.NOWHERE,
              whole.part(2 * bytes, bytes));
      prepared.run();
      warmUp(gpu, prepared);
      return 2.0 * SIDE * SIDE * SIDE / gpu.seconds(prepared, RUNS);
    } finally {
      gpu.finish();
      gpu.free(memory);
    }
  }

  /** Clocks rise only under load, so there is some before anything is measured. */
  static void warmUp(Gpu gpu, Gpu.Prepared prepared) {
    long begin = System.nanoTime();
    do {
      gpu.seconds(prepared, 1);
    } while (System.nanoTime() - begin < WARM_NANOS);
  }

  private record Taken(long address, long bytes) implements Place {}

  /** A device that multiplies zeros draws less power and runs faster than it does at work. */
  private static void fill(Gpu gpu, Place place, NumberType type) {
    SplittableRandom random = new SplittableRandom(1);
    try (BytePointer pattern = new BytePointer(PATTERN_BYTES)) {
      for (int at = 0; at < PATTERN_BYTES; at += type.bytes()) {
        int bits = Float.floatToRawIntBits((float) random.nextDouble(-1, 1));
        if (type == NumberType.BF16) {
          pattern.putShort(at, (short) (bits >>> 16));
        } else {
          pattern.putInt(at, bits);
        }
      }
      for (long at = 0; at < place.bytes(); at += PATTERN_BYTES) {
        gpu.write(place.part(at, Math.min(PATTERN_BYTES, place.bytes() - at)), pattern);
      }
    }
  }
}
