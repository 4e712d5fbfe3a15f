package demo;

final class SecondUser {
  private SecondUser() {}

  static float[] logits(SixBlocksNetwork net, float[] pixels) {
    try (SixBlocksNetwork.Images images = SixBlocksNetwork.Images.of(pixels);
        SixBlocksNetwork.Block6 features = net.block6(images);
        SixBlocksNetwork.Logits logits = net.head(features)) {
      return logits.tensor().toArray();
    }
  }
}
