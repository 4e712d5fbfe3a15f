package io.github.vgg4j;

/** Whether a batch norm follows every convolution of a {@link Block}. */
public enum Norm {
  /** As {@link VggArch#batchNorm()} says for the whole network. */
  INHERIT,
  /** It does, whatever the network says. */
  YES,
  /** It does not, whatever the network says. */
  NO
}
