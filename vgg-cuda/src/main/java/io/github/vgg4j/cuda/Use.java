package io.github.vgg4j.cuda;

/** What a program is for. */
enum Use {
  /** Forward, loss, backward. */
  TRAINING,
  /** Forward as at inference, and the loss. */
  EVALUATION,
  /** Forward from images to an output. */
  INFERENCE,
  /** Forward from numbers to an output. */
  INFERENCE_OF_NUMBERS
}
