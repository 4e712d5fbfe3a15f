package io.github.vgg4j.nd4j;

/** One layer of a plan at work on fixed arrays, forward and backward. */
interface Nd4jStep extends AutoCloseable {

  /** What a forward pass is for. */
  enum Mode {
    /** Batch statistics, dropout; keeps what the backward pass needs. */
    TRAINING,
    /** Running statistics, no dropout. */
    INFERENCE
  }

  /** From the layer's input to its output. */
  void forward(Mode mode);

  /** From the gradient of the output to those of the parameters and of the input. */
  void backward();

  /** Bytes of the arrays that belong to this step alone. */
  default long bytes() {
    return 0;
  }

  @Override
  void close();
}
