package demo;

import io.github.vgg4j.Block;
import io.github.vgg4j.VggArch;

final class Cyclic {
  private Cyclic() {}

  @VggArch(@Block(convs = 1, out = 8))
  interface Hen extends Egg {}

  interface Egg extends Hen {}
}
