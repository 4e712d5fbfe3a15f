package demo;

import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/** Uses everything that the generated class offers. */
final class Wardrobe {
  static final int BATCH = FashionVgg11Network.CLASSES * FashionVgg11Network.Images.HEIGHT;

  private Wardrobe() {}

  static Garment sort(Path weights, BufferedImage photo, Path file) {
    try (FashionVgg11Network net = FashionVgg11Network.load(weights)) {
      FashionVgg11 declared = net;
      assert declared == net;
      List<Garment> both;
      try (FashionVgg11Network.Images images = net.images(photo, photo)) {
        both = net.classify(images);
      }
      return both.contains(net.classify(photo)) ? net.classify(file) : both.get(0);
    }
  }

  static float[] features(float[] pixels) {
    try (FashionVgg11Network net = FashionVgg11Network.create(42);
        FashionVgg11Network.Images images = FashionVgg11Network.Images.of(pixels);
        FashionVgg11Network.Block5 features = net.block5(images);
        FashionVgg11Network.Logits logits = net.head(features)) {
      return logits.tensor().toArray();
    }
  }

  static FashionVgg11Network.Block1 wrap(Tensor tensor) {
    return FashionVgg11Network.Block1.of(tensor);
  }
}
