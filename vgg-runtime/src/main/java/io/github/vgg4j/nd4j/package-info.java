/** The engine on ND4J: its CPU or its CUDA back end, whichever is on the class path. */
@NullMarked
package io.github.vgg4j.nd4j;

import org.jspecify.annotations.NullMarked;
