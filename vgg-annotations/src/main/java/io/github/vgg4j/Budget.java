package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a network may cost at most; one that costs more does not compile. A member that is left out
 * is no limit.
 *
 * <p>Counts end in {@code K M G T}, thousands each: {@code "10M"}. Sizes end in {@code KiB MiB GiB
 * TiB}, 1024 each, or {@code KB MB GB TB}, 1000 each: {@code "4GiB"}. Both may have decimals:
 * {@code "1.5GiB"}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Budget {

  /** Most numbers that training changes, such as {@code "10M"}. */
  String parameters() default "";

  /** Most multiply-accumulates for one image, such as {@code "2G"}. */
  String macs() default "";

  /** Most bytes that training may need at this {@link #batch()}, such as {@code "4GiB"}. */
  String trainingMemory() default "";

  /** Most bytes that inference may need at this {@link #batch()}, such as {@code "512MiB"}. */
  String inferenceMemory() default "";

  /** Images in one step, at least 1, which the memory is counted for. */
  int batch() default 32;

  /** Engine that the memory is counted for; left out, the one that needs most. */
  Engine engine() default Engine.ANY;

  /** An engine, for the memory that it takes. */
  enum Engine {
    /** Whichever of the others needs most. */
    ANY,
    /** {@code onednn}, in float32. */
    ONEDNN,
    /** {@code nd4j}. */
    ND4J,
    /** {@code cuda}, in float32, without what NVIDIA's libraries take for themselves. */
    CUDA
  }

  /** What training keeps beside each weight and its gradient. */
  Optimizer optimizer() default Optimizer.ADAM;

  /** An optimizer, for the memory that it takes. */
  enum Optimizer {
    /** Plain stochastic gradient descent: nothing. */
    SGD(0),
    /** Stochastic gradient descent with momentum: one number for each weight. */
    MOMENTUM(1),
    /** Adam or AdamW: two numbers for each weight. */
    ADAM(2);

    private final int slots;

    Optimizer(int slots) {
      this.slots = slots;
    }

    /** Numbers kept for each weight. */
    public int slots() {
      return slots;
    }
  }
}
