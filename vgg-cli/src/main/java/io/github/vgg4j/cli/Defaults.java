package io.github.vgg4j.cli;

/** What the commands take where the user says nothing; every such number stands here. */
final class Defaults {

  /** The sample that trains well in a minute or two on a laptop. */
  static final String NETWORK = "FashionVggSmall";

  private Defaults() {}
}
