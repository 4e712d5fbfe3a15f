/**
 * The parts of a step and of what comes before it, by JMH, a process of its own for each: {@link
 * io.github.vgg4j.benchmarks.parts.PartsCommand} runs them and prints one table.
 */
@NullMarked
package io.github.vgg4j.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
