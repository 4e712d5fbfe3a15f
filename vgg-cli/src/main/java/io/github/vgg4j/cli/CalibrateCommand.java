package io.github.vgg4j.cli;

import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vgg calibrate}: makes trained weights ready for int8. */
@Command(
    name = "calibrate",
    description = {
      "Makes trained weights ready for '--precision int8': training images pass through the network"
          + " in float32, and what numbers its layers meet is written into the weights' file.",
      "The weights themselves stay as they are. To be done again after every training."
    },
    footer = {
      "",
      "Examples:",
      "  vgg calibrate",
      "  vgg calibrate --network FashionVgg11 --weights vgg11.safetensors --data full",
      "  vgg evaluate --precision int8           what it costs in accuracy"
    })
final class CalibrateCommand implements Callable<Integer> {

  private static final int LINES = 5;

  private final Terminal terminal;

  @Mixin private NetworkOption network = new NetworkOption();
  @Mixin private WeightsOption weights = new WeightsOption();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "" + Defaults.CALIBRATION_IMAGES,
      description = "Training images to look at. Default: ${DEFAULT-VALUE}.")
  private int images;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write the calibrated weights. Default: the file that they came from.")
  private @Nullable Path output;

  @Mixin private EngineOptions engines = new EngineOptions();

  @Option(names = "--json", description = "Make the last line of output one JSON object.")
  private boolean json;

  CalibrateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Checks.atLeast("--images", 1, images);
    if (engines.precision() != Precision.F32) {
      throw new UsageException(
          "Calibration looks at float32 numbers. Leave --precision out, and give it to evaluate,"
              + " predict or bench.");
    }
    NetworkType<?> type = network.type();
    Engine engine = engines.engine();
    FashionMnist.Split split = data.load(type, terminal);
    Dataset seen = data.limited(split.train()).limit(images);
    try (Network net = weights.load(type, terminal)) {
      net.calibrate(seen, engine, passed -> progress(passed, seen.size()));
      Path file = output == null ? weights.file(type, terminal) : terminal.resolve(output);
      net.save(file);
      report(type, engine, split.origin(), seen.size(), terminal.show(file));
    }
    return ExitCode.DONE;
  }

  /** A line for every fifth of the work, on standard error as all that is not a result. */
  private void progress(int passed, int all) {
    int before = Math.max(0, passed - 1) * LINES / all;
    if (passed == all || passed * LINES / all > before) {
      terminal.err().printf("%,d of %,d images%n", passed, all);
    }
  }

  private void report(NetworkType<?> type, Engine engine, String origin, int count, String file) {
    terminal.line(
        "%s calibrated by %,d training images from %s; %s is ready for --precision int8",
        type.name(), count, origin, file);
    if (json) {
      terminal
          .out()
          .println(
              new JsonLine()
                  .put("network", type.name())
                  .put("engine", engine.name())
                  .put("weights", file)
                  .put("data", origin)
                  .put("images", count));
    }
  }
}
