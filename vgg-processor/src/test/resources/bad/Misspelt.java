package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;

final class Misspelt {
  private Misspelt() {}

  enum Answer {
    YES,
    NO
  }

  @VggArch(
      value = {
        @Block(
            convs = ONE, // ERROR [compiler]
            out = 0),
        @Block(convs = 1, out = 64)
      },
      head = @Head(labels = Answer.class))
  interface Constant {}

  @VggArch(
      value = @Block(convs = 1, out = 64),
      head = @Head(labels = Answr.class)) // ERROR [compiler]
  interface Label {}

  @VggArch(
      value = @Block(convs = 1, out = 64),
      head = @Head(hidden = {64, SIZE})) // ERROR [compiler]
  interface Hidden {}

  @VggArch(
      value = @Block(convs = 1, out = 64),
      batchNorm = MAYBE) // ERROR [compiler]
  interface Norm {}

  static Answer use(Misspelt_ConstantNetwork net, java.nio.file.Path file) {
    try (Misspelt_ConstantNetwork.Images images = net.images(file);
        Misspelt_ConstantNetwork.Block2 features = net.block2(images)) {
      return net.classify(file);
    }
  }

  static void use(Misspelt_LabelNetwork one, Misspelt_NormNetwork two) {}
}
