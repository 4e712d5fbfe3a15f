/** Networks: a plan with its parameters, and the generated classes' base. */
@NullMarked
package io.github.vgg4j.network;

import org.jspecify.annotations.NullMarked;
