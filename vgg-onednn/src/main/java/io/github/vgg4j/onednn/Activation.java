package io.github.vgg4j.onednn;

/** What a kernel does to its output before it writes it. */
enum Activation {
  NONE,
  RELU
}
