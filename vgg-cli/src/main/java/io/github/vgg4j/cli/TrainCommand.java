package io.github.vgg4j.cli;

import io.github.vgg4j.data.Augmentation;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.train.History;
import io.github.vgg4j.train.ModelCheckpoint;
import io.github.vgg4j.train.Progress;
import io.github.vgg4j.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vgg train}: a network learns from images, and its best weights are saved. */
@Command(
    name = "train",
    description = {
      "Trains a network and saves the weights of its best epoch.",
      "",
      "Without options it trains the small sample network on the images that come with the samples."
          + " The file is replaced after each epoch with the best accuracy on the test images so"
          + " far, so that stopping with Ctrl-C loses nothing but the current epoch."
    },
    footer = {
      "",
      "Examples:",
      "  vgg train",
      "  vgg train --network FashionVgg11 --data full --batch 128 --schedule constant",
      "  vgg train --batch 16 --accumulate 8 --clip-norm 1.0",
      "  vgg train --epochs 1 --limit 1000 --json | tail -n 1"
    })
final class TrainCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private NetworkOption network = new NetworkOption();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "" + Defaults.EPOCHS,
      description = "Times to go through the training images. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "" + Defaults.BATCH,
      description = "Images in a step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Mixin private OptimizerOptions optimizers = new OptimizerOptions();

  @Option(
      names = "--augment",
      description =
          "Mirror every other training image and move each by up to "
              + Defaults.AUGMENT_SHIFT
              + " pixels.")
  private boolean augment;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "" + Defaults.SEED,
      description =
          "Decides every random number: the same seed gives the same weights."
              + " Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private EngineOptions engines = new EngineOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to save the weights. Default: <network>.safetensors in this folder.")
  private @Nullable Path out;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print no progress.")
  private boolean quiet;

  @Option(names = "--json", description = "Make the last line of output one JSON object.")
  private boolean json;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Checks.atLeast("--epochs", 1, epochs);
    Checks.atLeast("--batch", 1, batch);
    NetworkType<?> type = network.type();
    Optimizer optimizer = optimizers.optimizer(type.plan());
    Gradients gradients = optimizers.gradients();
    Engine engine = engines.engine();
    FashionMnist.Split images = data.load(type, terminal);
    Dataset train = data.limited(images.train());
    Path file = file(type);
    announce(type, engine, optimizer, gradients, train, images);
    ModelCheckpoint best = ModelCheckpoint.to(file);
    try (Network net = type.create(seed);
        Progress progress = progress()) {
      Trainer trainer =
          Trainer.of(net)
              .engine(engine)
              .precision(engines.precision())
              .optimizer(optimizer)
              .clipNorm(gradients.clipNorm())
              .accumulate(gradients.accumulation())
              .schedule(optimizers.schedule())
              .epochs(epochs)
              .batchSize(batch)
              .seed(seed)
              .augmentation(
                  augment ? Augmentation.flipAndShift(Defaults.AUGMENT_SHIFT) : Augmentation.NONE);
      if (!quiet) {
        trainer.callbacks(progress);
      }
      History history = trainer.callbacks(best).fit(train, images.test());
      report(type, engine, train, images, history, best.bestEpoch(), terminal.show(file));
    }
    return ExitCode.DONE;
  }

  /** Where the weights go, found out now whether they can: an epoch later would be a pity. */
  private Path file(NetworkType<?> type) throws IOException {
    Path file = terminal.resolve(out != null ? out : WeightsFile.of(type));
    Path folder = file.getParent();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder. Name a file with --out.");
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException(
          "Cannot save weights as "
              + file
              + ": "
              + folder
              + " is no folder that you may write to. Name another file with --out.");
    }
    return file;
  }

  private Progress progress() {
    return terminal.interactive() ? Progress.bar(terminal.out()) : Progress.lines(terminal.out());
  }

  private void announce(
      NetworkType<?> type,
      Engine engine,
      Optimizer optimizer,
      Gradients gradients,
      Dataset train,
      FashionMnist.Split images) {
    if (quiet) {
      return;
    }
    terminal.line(
        "%s, %,d parameters, on %s in %s",
        type.name(), type.plan().parameterCount(), engine.name(), engines.precision().label());
    terminal.line(
        "%,d training and %,d test images from %s",
        train.size(), images.test().size(), images.origin());
    terminal.line("%s, batch %d, seed %d", optimizer, batch, seed);
    if (!gradients.equals(Gradients.AS_THEY_ARE)) {
      terminal.line("%s", gradients);
    }
  }

  private void report(
      NetworkType<?> type,
      Engine engine,
      Dataset train,
      FashionMnist.Split images,
      History history,
      int bestEpoch,
      String file) {
    double bestAccuracy = history.epochs().get(bestEpoch - 1).valAccuracy();
    terminal.line("Saved epoch %d, val_accuracy %.4f, to %s", bestEpoch, bestAccuracy, file);
    if (json) {
      History.Epoch last = history.last();
      terminal
          .out()
          .println(
              new JsonLine()
                  .put("network", type.name())
                  .put("engine", engine.name())
                  .put("precision", engines.precision().label())
                  .put("epochs", history.epochs().size())
                  .put("batch", batch)
                  .put("train_images", train.size())
                  .put("val_images", images.test().size())
                  .put("data", images.origin())
                  .put("seconds", history.seconds())
                  .put("images_per_second", history.imagesPerSecond())
                  .put("loss", last.loss())
                  .put("accuracy", last.accuracy())
                  .put("val_loss", last.valLoss())
                  .put("val_accuracy", last.valAccuracy())
                  .put("best_epoch", bestEpoch)
                  .put("best_val_accuracy", bestAccuracy)
                  .put("seed", seed)
                  .put("out", file));
    }
  }
}
