package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a VGG network on an interface; the annotation processor checks it and generates the
 * class {@code <Interface>Network} beside it.
 *
 * <pre>{@code
 * @VggArch(
 *     value = {@Block(convs = 1, out = 64), @Block(convs = 1, out = 128)},
 *     widthDivisor = 4,
 *     input = @Input(channels = 1, height = 28, width = 28),
 *     head = @Head(hidden = {256}, labels = Garment.class))
 * public interface SmallVgg {}
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface VggArch {

  /** The blocks in order; each halves height and width at its end. At least one. */
  Block[] value();

  /**
   * Divides the {@code out} of every block, so that one architecture comes in several widths. At
   * least 1, and a divisor of every {@code out}. The hidden layers of the head keep their size.
   */
  int widthDivisor() default 1;

  /** Whether a batch norm follows every convolution. */
  boolean batchNorm() default false;

  /** Shape of one image. The default is ImageNet's 3 x 224 x 224. */
  Input input() default @Input;

  /** The dense layers. The default is the paper's: 4096, 4096, 1000 classes, dropout 0.5. */
  Head head() default @Head;

  /** What the network may cost at most. The default sets no limit. */
  Budget budget() default @Budget;
}
