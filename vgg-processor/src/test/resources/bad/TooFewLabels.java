package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class TooFewLabels {
  private TooFewLabels() {}

  enum None {}

  enum Single {
    ONLY
  }

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head = @Head(labels = None.class)) // ERROR [Vgg/TooFewLabels]
  interface Empty {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head = @Head(labels = Single.class)) // ERROR [Vgg/TooFewLabels]
  interface One {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head = @Head(labels = Head.NoLabels.class))
  interface Unlabelled {}
}
