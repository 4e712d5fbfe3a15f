/** Sample networks: the textbook's, the paper's and a small one to start with. */
@NullMarked
package io.github.vgg4j.samples;

import org.jspecify.annotations.NullMarked;
