/** What an annotation means: shape arithmetic and the plan of a network, in pure Java. */
@NullMarked
package io.github.vgg4j.arch;

import org.jspecify.annotations.NullMarked;
