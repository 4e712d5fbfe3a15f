package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The dense layers that turn the last feature map into one logit for each class: hidden layers with
 * ReLU and dropout, then the output layer.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Head {

  /** Sizes of the hidden layers, each at least 1; may be empty. */
  int[] hidden() default {4096, 4096};

  /** Probability that training zeroes a hidden number, in [0, 1). */
  double dropout() default 0.5;

  /** Number of classes, at least 2. Leave it out where {@link #labels()} names an enum. */
  int classes() default 1000;

  /** An enum with one constant for each class, in the order of the logits. */
  Class<? extends Enum<?>> labels() default NoLabels.class;

  /**
   * Averages the last feature map to this size before the dense layers, so that one set of weights
   * takes any input that the blocks can halve: {@code {height, width}}, or one number for a square.
   * Torchvision's networks have 7. Empty, the default, for no such pool.
   */
  int[] pool() default {};

  /** Stands for "no labels": the head counts its {@link #classes()} instead. */
  enum NoLabels {}
}
