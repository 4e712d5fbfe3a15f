/** What a session asks of a device, and the real device that answers. */
@NullMarked
package io.github.vgg4j.cuda.driver;

import org.jspecify.annotations.NullMarked;
