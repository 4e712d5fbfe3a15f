/** Architectures as pictures. */
@NullMarked
package io.github.vgg4j.cli.draw;

import org.jspecify.annotations.NullMarked;
