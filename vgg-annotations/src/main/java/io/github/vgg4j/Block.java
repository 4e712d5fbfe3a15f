package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One block of a VGG network: 3x3 convolutions that keep height and width, each with a ReLU, and a
 * 2x2 max pool that halves them.
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
}
