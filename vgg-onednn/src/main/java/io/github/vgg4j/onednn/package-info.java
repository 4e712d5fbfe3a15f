/** The CPU engine on oneDNN: every primitive, layout and byte of a step is chosen once. */
@NullMarked
package io.github.vgg4j.onednn;

import org.jspecify.annotations.NullMarked;
