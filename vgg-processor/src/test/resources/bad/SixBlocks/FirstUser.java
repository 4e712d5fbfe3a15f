package demo;

import java.nio.file.Path;

final class FirstUser {
  static final long PARAMETERS = SixBlocksNetwork.PARAMETERS + SixBlocksNetwork.CLASSES;

  private FirstUser() {}

  static int classify(Path file) {
    try (SixBlocksNetwork net = SixBlocksNetwork.create(42)) {
      SixBlocks declared = net;
      return declared == net ? net.classify(file) : 0;
    }
  }
}
