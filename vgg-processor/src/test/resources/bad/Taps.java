package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Input;
import io.github.vgg4j.Tap;
import io.github.vgg4j.VggArch;
import io.github.vgg4j.tensor.Tensor;

final class Taps {
  private Taps() {}

  @VggArch(
      value = {@Block(convs = 1, out = 8), @Block(convs = 1, out = 8)},
      input = @Input(height = 8, width = 8))
  interface Net {
    @Tap("block3") // ERROR [Vgg/UnknownTap]
    Tensor third(Taps_NetNetwork.Images images);

    @Tap("featurs.1") // ERROR [Vgg/UnknownTap]
    Tensor misspelt(Taps_NetNetwork.Images images);

    @Tap("block1")
    Taps_NetNetwork.Block2 otherBlock(Taps_NetNetwork.Images images); // ERROR [Vgg/TapSignature]

    @Tap("block1")
    float[] numbers(Taps_NetNetwork.Images images); // ERROR [Vgg/TapSignature]

    @Tap("features.1")
    Tensor without(); // ERROR [Vgg/TapSignature]

    @Tap("features.1")
    Tensor ofFeatures(Taps_NetNetwork.Block1 features); // ERROR [Vgg/TapSignature]

    @Tap("features.1")
    default Tensor own(Taps_NetNetwork.Images images) { // ERROR [Vgg/TapSignature]
      return null;
    }

    @Tap("features.1")
    Tensor logits(Taps_NetNetwork.Images images); // ERROR [Vgg/MethodConflict]

    Taps_NetNetwork.Logits logit(Taps_NetNetwork.Images images); // ERROR [Vgg/AbstractMethod]

    Taps_NetNetwork.Block2 block2(Taps_NetNetwork.Images images);
  }

  @VggArch(@Block(convs = 0, out = 8)) // ERROR [Vgg/OutOfRange]
  interface Broken {
    @Tap("block7")
    Taps_BrokenNetwork.Block1 seventh(Taps_BrokenNetwork.Images images); // ERROR [Vgg/TapSignature]
  }
}
