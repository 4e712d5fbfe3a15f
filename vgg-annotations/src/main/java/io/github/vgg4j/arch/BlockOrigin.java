package io.github.vgg4j.arch;

import io.github.vgg4j.Preset;

/** How an architecture was told its blocks. */
public sealed interface BlockOrigin {

  /** One by one, or not at all. */
  record Listed() implements BlockOrigin {}

  /** By the name of a configuration of the paper. */
  record Named(Preset preset) implements BlockOrigin {}

  /** In the compact notation. */
  record Notated(ConfigNotation notation) implements BlockOrigin {}

  /**
   * In two ways at once, which is an error; the first one counts until it is mended.
   *
   * @param first the way that counts
   * @param problem says which two
   */
  record Contradictory(BlockOrigin first, ArchProblem problem) implements BlockOrigin {}
}
