/** Training: one loop, and callbacks around it. */
@NullMarked
package io.github.vgg4j.train;

import org.jspecify.annotations.NullMarked;
