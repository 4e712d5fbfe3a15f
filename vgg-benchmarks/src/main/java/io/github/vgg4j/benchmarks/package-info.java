/** What measures speed: each class with a main method prints the table that it stands for. */
@NullMarked
package io.github.vgg4j.benchmarks;

import org.jspecify.annotations.NullMarked;
