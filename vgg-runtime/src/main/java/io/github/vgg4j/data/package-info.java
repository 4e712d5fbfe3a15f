/** Image data sets, and batches of them. */
@NullMarked
package io.github.vgg4j.data;

import org.jspecify.annotations.NullMarked;
