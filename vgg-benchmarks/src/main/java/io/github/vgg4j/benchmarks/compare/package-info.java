/**
 * The same work on our engines and on others, side by side: {@link
 * io.github.vgg4j.benchmarks.compare.CompareCommand} starts a process for each contender and lets
 * them run in turns.
 */
@NullMarked
package io.github.vgg4j.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
