import java.nio.file.Path;
import java.util.List;

/** Uses what the network would have given: must add no error of its own. */
public final class Catalogue {

  private Catalogue() {}

  public static int kind(Path weights, Path picture) {
    try (NetNetwork net = NetNetwork.load(weights)) {
      return net.classify(picture);
    }
  }

  public static float[][] kinds(NetNetwork net, List<Path> pictures) {
    try (NetNetwork.Images images = net.images(pictures.toArray(Path[]::new));
        NetNetwork.Logits logits = net.logits(images)) {
      return NetNetwork.probabilities(logits.tensor());
    }
  }
}
