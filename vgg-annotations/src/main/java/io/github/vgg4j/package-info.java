/** The language: {@code @VggArch} and the annotations it is made of. */
@NullMarked
package io.github.vgg4j;

import org.jspecify.annotations.NullMarked;
