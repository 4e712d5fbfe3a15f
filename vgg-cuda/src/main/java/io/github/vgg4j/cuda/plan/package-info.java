/** cuDNN's graphs and cuBLASLt's products: described, planned, timed and kept on disk. */
@NullMarked
package io.github.vgg4j.cuda.plan;

import org.jspecify.annotations.NullMarked;
