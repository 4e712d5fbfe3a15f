/** Numbers on their way between user, trainer and engine, and where random numbers come from. */
@NullMarked
package io.github.vgg4j.tensor;

import org.jspecify.annotations.NullMarked;
