package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Large {
  private Large() {}

  @VggArch(
      value = @Block(convs = 1, out = Integer.MAX_VALUE), // ERROR [Vgg/TooLarge]
      head = @Head(hidden = {}))
  interface Wide {}

  @VggArch(
      value = @Block(convs = 1, out = 1),
      input = @Input(channels = 65536, height = 65536, width = 2)) // ERROR [Vgg/TooLarge]
  interface Big {}

  @VggArch(
      value = @Block(convs = 1, out = 1),
      head =
          @Head(
              hidden = {Integer.MAX_VALUE}, // ERROR [Vgg/TooLarge]
              classes = 10))
  interface Deep {}
}
