/** The compiler of {@code @VggArch}: read, check, emit. */
@NullMarked
package io.github.vgg4j.processor;

import org.jspecify.annotations.NullMarked;
