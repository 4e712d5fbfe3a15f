package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Widths {
  private Widths() {}

  @VggArch(
      value = {
        @Block(convs = 1, out = 64),
        @Block(
            convs = 1,
            out = 102), // ERROR [Vgg/IndivisibleWidth]
        @Block(convs = 1, out = 256),
      },
      widthDivisor = 4)
  interface One {}

  @VggArch(
      value = {@Block(convs = 1, out = 64), @Block(convs = 1, out = 128)},
      widthDivisor = 3) // ERROR [Vgg/IndivisibleWidth]
  interface Several {}
}
