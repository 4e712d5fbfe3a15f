import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.train.History;
import io.github.vgg4j.train.Trainer;
import java.nio.file.Path;

/** Uses the network a second time: must add no error of its own. */
public final class Training {

  private Training() {}

  public static History fit(Dataset train, Path weights) {
    try (NetNetwork net = NetNetwork.create(42)) {
      System.out.println(NetNetwork.PARAMETERS + " parameters, " + NetNetwork.CLASSES + " classes");
      History history = Trainer.of(net).fit(train);
      net.save(weights);
      return history;
    }
  }
}
