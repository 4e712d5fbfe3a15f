package demo;

import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.Tap;
import io.github.vgg4j.VggArch;
import io.github.vgg4j.tensor.Tensor;

/** A network whose features are tapped at several places. */
@VggArch(
    config = "8 M 16 16 M",
    input = @Input(channels = 1, height = 8, width = 8),
    head = @Head(hidden = {}, classes = 3))
public interface Tapped {
  @Tap("block2")
  TappedNetwork.Block2 texture(TappedNetwork.Images images);

  @Tap("block1")
  TappedNetwork.Block1 block1(TappedNetwork.Images images);

  @Tap("block1")
  Tensor bare(TappedNetwork.Images images);

  @Tap("features.4")
  Tensor early(TappedNetwork.Images images);

  TappedNetwork.Logits logits(TappedNetwork.Images images);

  TappedNetwork.Logits head(TappedNetwork.Block2 features);
}
