/** Kernels of our own: their sources, how they are compiled, and one typed call for each. */
@NullMarked
package io.github.vgg4j.cuda.kernel;

import org.jspecify.annotations.NullMarked;
