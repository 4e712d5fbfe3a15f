/** Files that survive a crash, and weights as safetensors. */
@NullMarked
package io.github.vgg4j.file;

import org.jspecify.annotations.NullMarked;
