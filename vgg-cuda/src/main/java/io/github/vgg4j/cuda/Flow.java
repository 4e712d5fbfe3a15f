package io.github.vgg4j.cuda;

import org.jspecify.annotations.Nullable;

/**
 * What one layer hands to the next.
 *
 * @param gate whose gradient must be shut by the layer itself or, on the way, by the next one; null
 *     where no ReLU made the value
 */
record Flow(Value value, @Nullable Gate gate) {

  static Flow open(Value value) {
    return new Flow(value, null);
  }
}
