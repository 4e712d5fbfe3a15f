/** A checked declaration to source and resources. */
@NullMarked
package io.github.vgg4j.processor.emit;

import org.jspecify.annotations.NullMarked;
