package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.Tap;
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

  @VggArch(preset = VGG17) // ERROR [compiler]
  interface Named {}

  @VggArch(preset = io.github.vgg4j.Preset.VGG17) // ERROR [compiler]
  interface Qualified {}

  @VggArch(config = STEM + " 64 M") // ERROR [compiler]
  interface Notated {}

  @VggArch({
    @Block(convs = 1, out = 64, pool = MIN), // ERROR [compiler]
    @Block(convs = 1, out = 64, kernel = {3, K}), // ERROR [compiler]
    @Block(convs = 1, out = 64, size = S), // ERROR [compiler]
  })
  interface Blocks {}

  @VggArch(config = "8 M")
  interface Foreign {
    Missing foreign(); // ERROR [compiler]
  }

  @VggArch(config = "8 M")
  interface Tapped {
    @Tap(PLACE) // ERROR [compiler]
    Misspelt_TappedNetwork.Block2 tapped(Misspelt_TappedNetwork.Images images);
  }

  static void use(
      Misspelt_NamedNetwork.Block5 one,
      Misspelt_QualifiedNetwork two,
      Misspelt_NotatedNetwork.Block1 three,
      Misspelt_BlocksNetwork.Block2 four) {}

  static Answer use(Misspelt_ConstantNetwork net, java.nio.file.Path file) {
    try (Misspelt_ConstantNetwork.Images images = net.images(file);
        Misspelt_ConstantNetwork.Block2 features = net.block2(images)) {
      return net.classify(file);
    }
  }

  static void use(Misspelt_LabelNetwork one, Misspelt_NormNetwork two) {}
}
