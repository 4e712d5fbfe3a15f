package shop;

import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Optimizer.Sgd;
import io.github.vgg4j.train.EarlyStopping;
import io.github.vgg4j.train.Evaluation;
import io.github.vgg4j.train.History;
import io.github.vgg4j.train.Metric;
import io.github.vgg4j.train.ModelCheckpoint;
import io.github.vgg4j.train.Progress;
import io.github.vgg4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The README's fourth step; ReadmeTest compares. Prints what became of it, postbuild.groovy looks.
 */
public final class Train {

  private Train() {}

  public static void main(String[] args) throws IOException {
    ShoeImages.writeBoot(Path.of("boot.png"));
    Dataset test = ShoeImages.dataset(24, 2);
    fit(test);
    load(test);
  }

  private static void fit(Dataset test) {
    int[] labels = ShoeImages.labels(192);
    byte[] pixels = ShoeImages.pixels(labels, 1);
    Dataset train =
        Dataset.of("shoes", 3, 64, 48, List.of("trainer", "sandal", "boot"), pixels, labels);

    try (ShoeVggNetwork net = ShoeVggNetwork.create(42)) {
      History history =
          Trainer.of(net)
              .optimizer(Sgd.of(0.01).momentum(0.9))
              .epochs(10)
              .batchSize(64)
              .callbacks(
                  Progress.lines(System.out),
                  ModelCheckpoint.to(Path.of("shoes.safetensors")),
                  EarlyStopping.on(Metric.VAL_ACCURACY).patience(3))
              .fit(train, test);
      Shoe shoe = net.classify(Path.of("boot.png")); // typed by the labels

      Evaluation outcome = Trainer.of(net).evaluate(test);
      print("trained: loss %.6f, then %.6f", history.epochs().get(0).loss(), history.last().loss());
      print("trained: accuracy %.4f, boot.png is a %s", outcome.accuracy(), shoe);
    }
  }

  private static void load(Dataset test) {
    try (ShoeVggNetwork net = ShoeVggNetwork.load(Path.of("shoes.safetensors"))) {
      Evaluation outcome = Trainer.of(net).evaluate(test);
      Shoe shoe = net.classify(Path.of("boot.png"));
      print("loaded: accuracy %.4f, boot.png is a %s", outcome.accuracy(), shoe);
    }
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
