package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class WrongWiring {
  private WrongWiring() {}

  @VggArch(
      value = @Block(convs = 1, out = 4),
      input = @Input(height = 8, width = 8),
      head = @Head(hidden = {}, classes = 3))
  interface Small {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      input = @Input(height = 8, width = 8),
      head = @Head(hidden = {}, classes = 3))
  interface Large {}

  static void wire(WrongWiring_SmallNetwork small, WrongWiring_LargeNetwork.Block1 features) {
    small.head(features).close(); // ERROR [compiler]
  }
}
