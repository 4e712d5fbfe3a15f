package io.github.vgg4j.cuda;

/**
 * The gradient of a layer's output.
 *
 * @param gate whether it is 0 already where the layer's ReLU was
 */
record Gradient(Value value, State gate) {

  /** What became of the mask of the ReLU that made the value, if one did. */
  enum State {
    /** Still to be applied. */
    OPEN,
    /** Applied. */
    SHUT
  }

  static Gradient open(Value value) {
    return new Gradient(value, State.OPEN);
  }
}
