/** What an engine is: the seam between networks and the hardware that runs them. */
@NullMarked
package io.github.vgg4j.engine;

import org.jspecify.annotations.NullMarked;
