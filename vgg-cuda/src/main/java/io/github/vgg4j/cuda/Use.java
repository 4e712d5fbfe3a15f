package io.github.vgg4j.cuda;

/** What a program is for. */
enum Use {
  TRAINING,
  INFERENCE
}
