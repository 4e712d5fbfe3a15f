/** The GPU engine on cuDNN: a plan becomes one list of steps, and the list one CUDA graph. */
@NullMarked
package io.github.vgg4j.cuda;

import org.jspecify.annotations.NullMarked;
