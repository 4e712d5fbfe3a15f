package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One block of a VGG network: convolutions that keep height and width, each with a ReLU, and a 2x2
 * pool that halves them.
 *
 * <pre>{@code
 * @Block(convs = 3, out = 256, kernel = {3, 3, 1})             // configuration C of the paper
 * @Block(convs = 1, out = 64, localResponseNorm = true)        // the first block of A-LRN
 * @Block(convs = 2, out = 128, pool = Pool.AVERAGE, in = 64, size = 56)
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Block {

  /** Number of convolutions, from 1 to 100. */
  int convs();

  /** Output channels of every convolution in the block, before {@link VggArch#widthDivisor()}. */
  int out();

  /**
   * What the block expects to come in, checked against what flows: the {@link #out()} of the block
   * before as it is written there (before {@link VggArch#widthDivisor()}), or the image's channels
   * for the first block. 0, the default, expects nothing.
   */
  int in() default 0;

  /** Side of the square kernel, 3 or 1: one number for all convolutions, or one for each. */
  int[] kernel() default {3};

  /** The pool at the block's end. */
  Pool pool() default Pool.MAX;

  /** Whether local response norm follows the ReLU of the block's first convolution. */
  boolean localResponseNorm() default false;

  /** Whether a batch norm follows every convolution of this block. */
  Norm batchNorm() default Norm.INHERIT;

  /**
   * What the block is expected to give, checked against what flows: {@code {height, width}} after
   * its pool, or one number for a square. Empty, the default, expects nothing.
   */
  int[] size() default {};
}
