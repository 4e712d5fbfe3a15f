package demo;

import io.github.vgg4j.VggArch;

@VggArch({}) // ERROR [Vgg/NoBlocks]
public interface NoBlocks {
  default long size(NoBlocksNetwork net) {
    return NoBlocksNetwork.PARAMETERS;
  }
}
