package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.Head;
import io.github.vgg4j.Input;
import io.github.vgg4j.VggArch;
import java.nio.file.Path;

/** Not square, batch-normalised, no labels, nested, package-private, with methods of its own. */
class Oblong {
  private Oblong() {}

  @SuppressWarnings("OddHalving")
  @VggArch(
      value = {@Block(convs = 1, out = 8), @Block(convs = 2, out = 16)},
      batchNorm = true,
      input = @Input(channels = 1, height = 28, width = 78),
      head = @Head(hidden = {}, dropout = 0, classes = 3))
  interface Net extends AutoCloseable {
    /** Shadows a class that the generated one imports. */
    interface Tensor {}

    String name();

    int classify(Path file);

    Oblong_NetNetwork.Logits logits(Oblong_NetNetwork.Images images);

    default String greeting() {
      return "I am " + name();
    }

    @Override
    void close();
  }
}
