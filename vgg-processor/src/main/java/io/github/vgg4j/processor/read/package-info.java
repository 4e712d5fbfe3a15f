/** Annotation mirrors to a declaration: exactly what the user wrote, and where. */
@NullMarked
package io.github.vgg4j.processor.read;

import org.jspecify.annotations.NullMarked;
