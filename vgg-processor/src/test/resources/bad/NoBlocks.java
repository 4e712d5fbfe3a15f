package demo;

import io.github.vgg4j.VggArch;

@VggArch({}) // ERROR [Vgg/NoBlocks]
public interface NoBlocks {
  default long size(NoBlocksNetwork net) {
    return NoBlocksNetwork.PARAMETERS;
  }

  @VggArch // ERROR [Vgg/NoBlocks]
  interface Bare {}

  @VggArch(config = " ") // ERROR [Vgg/NoBlocks]
  interface Blank {}
}
