/** The {@code vgg} command, over every network on the class path. */
@NullMarked
package io.github.vgg4j.cli;

import org.jspecify.annotations.NullMarked;
