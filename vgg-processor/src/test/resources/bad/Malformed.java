package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.VggArch;

/** So wrong that javac does not even run the processor. */
final class Malformed {
  private Malformed() {}

  @VggArch(
      value = @Block(convs = 1, out = "64")) // ERROR [compiler]
  interface Text {}

  @VggArch(
      value = @Block(convs = 1)) // ERROR [compiler]
  interface Missing {}

  @VggArch(
      config = "8 M",
      head = @Head(dropout = "half")) // ERROR [compiler]
  interface Half {}
}
