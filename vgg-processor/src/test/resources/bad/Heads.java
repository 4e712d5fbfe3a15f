package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Heads {
  private Heads() {}

  enum Answer {
    YES,
    NO
  }

  private enum Secret { // javac lets a private enum be named inside its own class
    A,
    B
  }

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head =
          @Head(
              classes = 10, // ERROR [Vgg/HeadContradiction]
              labels = Answer.class))
  interface Both {}

  @VggArch(
      value = @Block(convs = 1, out = 8),
      head = @Head(labels = Secret.class)) // ERROR [Vgg/HiddenLabels]
  interface Hidden {}

  static Answer answer(Heads_BothNetwork net, java.nio.file.Path file) {
    return net.classify(file);
  }
}
