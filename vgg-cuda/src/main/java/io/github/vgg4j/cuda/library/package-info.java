/** Finds CUDA's libraries on a machine, or says which one thing to do. */
@NullMarked
package io.github.vgg4j.cuda.library;

import org.jspecify.annotations.NullMarked;
