/** A declaration and its problems to diagnostics. */
@NullMarked
package io.github.vgg4j.processor.check;

import org.jspecify.annotations.NullMarked;
