package io.github.vgg4j;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Shape of one image: channels x height x width, each at least 1; it need not be square. */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Input {

  /** 1 for grey images, 3 for colour. */
  int channels() default 3;

  /** Rows. */
  int height() default 224;

  /** Columns. */
  int width() default 224;
}
