package io.github.vgg4j.train;

/** Training cannot go on; the message names the layer and what to try. */
public final class TrainingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TrainingException(String message) {
    super(message);
  }
}
