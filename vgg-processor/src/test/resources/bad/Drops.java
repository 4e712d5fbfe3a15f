package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Drops {
  private Drops() {}

  @VggArch(
      value = {
        @Block(convs = 1, out = 8),
        @Block(convs = 1, out = 8),
        @Block(convs = 1, out = 8), // WARNING [Vgg/OddHalving]
      },
      input = @Input(height = 28, width = 28))
  interface Loud {}

  @SuppressWarnings("vgg")
  @VggArch(
      value = @Block(convs = 1, out = 8),
      input = @Input(height = 7, width = 8))
  interface Silent {}

  @SuppressWarnings({"unused", "OddHalving"})
  static class Around {
    @VggArch(
        value = @Block(convs = 1, out = 8),
        input = @Input(height = 8, width = 7))
    interface Covered {}
  }

  @SuppressWarnings("TooLarge")
  @VggArch(
      value = @Block(convs = 1, out = 8), // WARNING [Vgg/OddHalving]
      input = @Input(height = 8, width = 7))
  interface Otherwise {}

  @SuppressWarnings("OddHalvings") // WARNING [Vgg/MisspeltWarning]
  @VggArch(
      value = @Block(convs = 1, out = 8), // WARNING [Vgg/OddHalving]
      input = @Input(height = 8, width = 7))
  interface Misspelt {}

  @SuppressWarnings({"rawtypes", "Vgg/OddHalving"}) // WARNING [Vgg/MisspeltWarning]
  @VggArch(
      value = @Block(convs = 1, out = 8), // WARNING [Vgg/OddHalving]
      input = @Input(height = 8, width = 7))
  interface Tagged {}

  @SuppressWarnings({"VGG", "all", "unused", "halving"}) // WARNING [Vgg/MisspeltWarning]
  @VggArch(@Block(convs = 1, out = 8))
  interface UpperCase {}
}
