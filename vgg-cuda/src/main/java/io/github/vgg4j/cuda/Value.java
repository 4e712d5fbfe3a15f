package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;

/**
 * An activation or the gradient of one. A vector that was flattened from a map keeps the map's
 * shape and order; any other is a map of one pixel.
 */
record Value(Memory memory, MapShape shape, NumberType type) {

  /** Numbers of one image. */
  int numbersPerImage() {
    return Math.toIntExact(shape.elements() / shape.images());
  }
}
