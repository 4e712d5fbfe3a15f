package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a place inside a network whose features a method of the annotated interface gives; the
 * generated class implements the method.
 *
 * <pre>{@code
 * @VggArch(preset = Preset.VGG16)
 * interface Vgg16 {
 *   @Tap("block3")
 *   Vgg16Network.Block3 texture(Vgg16Network.Images images);
 *
 *   @Tap("features.5")
 *   Tensor early(Vgg16Network.Images images);
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface Tap {

  /**
   * {@code block3}, whose features come as the generated type {@code Block3} or as a {@code
   * Tensor}; or a layer by torchvision's name, such as {@code features.5}, as a {@code Tensor}. The
   * method takes the generated {@code Images}.
   */
  String value();
}
