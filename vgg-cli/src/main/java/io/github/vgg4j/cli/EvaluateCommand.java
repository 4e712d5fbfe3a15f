package io.github.vgg4j.cli;

import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.train.Evaluation;
import io.github.vgg4j.train.Trainer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vgg evaluate}: loss and accuracy of saved weights on the test images. */
@Command(
    name = "evaluate",
    description = "Measures loss and accuracy of trained weights on the test images.",
    footer = {
      "",
      "Examples:",
      "  vgg evaluate",
      "  vgg evaluate --network FashionVgg11 --weights vgg11.safetensors --data full",
      "  vgg evaluate --precision int8          after 'vgg calibrate'"
    })
final class EvaluateCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Mixin private NetworkOption network = new NetworkOption();
  @Mixin private WeightsOption weights = new WeightsOption();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "" + Defaults.EVALUATION_BATCH,
      description = "Images in a step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Mixin private EngineOptions engines = new EngineOptions();

  @Option(names = "--json", description = "Make the last line of output one JSON object.")
  private boolean json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Checks.atLeast("--batch", 1, batch);
    NetworkType<?> type = network.type();
    Engine engine = engines.engine();
    FashionMnist.Split images = data.load(type, terminal);
    Dataset test = data.limited(images.test());
    try (Network net = weights.load(type, engines.precision(), terminal)) {
      Evaluation evaluation =
          Trainer.of(net)
              .engine(engine)
              .precision(engines.precision())
              .batchSize(batch)
              .evaluate(test);
      report(type, engine, images, evaluation);
    }
    return ExitCode.DONE;
  }

  private void report(
      NetworkType<?> type, Engine engine, FashionMnist.Split images, Evaluation evaluation) {
    double imagesPerSecond = evaluation.images() / evaluation.seconds();
    String file = terminal.show(weights.file(type, terminal));
    terminal.line(
        "%s with %s, %,d test images from %s",
        type.name(), file, evaluation.images(), images.origin());
    terminal.line(
        "loss %.4f  accuracy %.4f  %,.0f images/s",
        evaluation.loss(), evaluation.accuracy(), imagesPerSecond);
    if (json) {
      terminal
          .out()
          .println(
              new JsonLine()
                  .put("network", type.name())
                  .put("engine", engine.name())
                  .put("precision", engines.precision().label())
                  .put("weights", file)
                  .put("data", images.origin())
                  .put("images", evaluation.images())
                  .put("seconds", evaluation.seconds())
                  .put("images_per_second", imagesPerSecond)
                  .put("loss", evaluation.loss())
                  .put("accuracy", evaluation.accuracy()));
    }
  }
}
