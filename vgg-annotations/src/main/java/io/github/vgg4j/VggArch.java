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
 *
 * <p>Exactly one of {@link #value()}, {@link #preset()} and {@link #config()} says what the blocks
 * are. All values are compile-time constants, so networks share settings through constants of the
 * user's own: {@code @Block(convs = Sizes.DEEP, out = Sizes.WIDE)}, {@code config = STEM + " 256
 * M"}.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface VggArch {

  /** The blocks in order. At least one, unless {@link #preset()} or {@link #config()} is given. */
  Block[] value() default {};

  /** A configuration of the paper, in place of blocks: {@code preset = Preset.VGG16}. */
  Preset preset() default Preset.NONE;

  /**
   * The compact notation, in place of blocks: {@code config = "64 M 128 M 256 256 M"}. Tokens stand
   * apart by spaces or commas:
   *
   * <ul>
   *   <li>{@code 64}: a 3x3 convolution with 64 output channels; {@code 64/1}: one with a 1x1
   *       kernel;
   *   <li>{@code M}: a max pool, {@code A}: an average pool; either ends a block;
   *   <li>{@code L}: local response norm, after the first convolution of a block.
   * </ul>
   *
   * <p>Where the channels change without a pool, a new block begins.
   */
  String config() default "";

  /**
   * Divides the {@code out} of every block, so that one architecture comes in several widths. At
   * least 1, and a divisor of every {@code out}. The hidden layers of the head keep their size.
   */
  int widthDivisor() default 1;

  /** Whether a batch norm follows every convolution; a block may say otherwise for itself. */
  boolean batchNorm() default false;

  /** Shape of one image. The default is ImageNet's 3 x 224 x 224. */
  Input input() default @Input;

  /** The dense layers. The default is the paper's: 4096, 4096, 1000 classes, dropout 0.5. */
  Head head() default @Head;

  /** What the network may cost at most. The default sets no limit. */
  Budget budget() default @Budget;
}
