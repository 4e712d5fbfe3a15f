/**
 * What int8 inference could gain at most: {@link io.github.vgg4j.benchmarks.int8.QuestionCommand}
 * runs the bare kernels of a network in bfloat16 and in int8. No engine computes in int8.
 */
@NullMarked
package io.github.vgg4j.benchmarks.int8;

import org.jspecify.annotations.NullMarked;
