package io.github.vgg4j.cli;

import io.github.vgg4j.arch.Int8Plan;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.MemoryRefusal;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vgg bench}: how fast an engine runs a network, on random images. */
@Command(
    name = "bench",
    description = "Times training or inference steps of a network on random images.",
    footer = {
      "",
      "Examples:",
      "  vgg bench --network FashionVgg11 --mode train --batch 64",
      "  vgg bench --network Vgg16 --mode infer --batch 1 --steps 50 --json",
      "  vgg bench --network Vgg16 --mode infer --batch 8 --precision int8",
      "  vgg bench --network FashionVgg11 --mode train --layers"
    })
final class BenchCommand implements Callable<Integer> {

  private static final double NANOS = 1e9;
  private static final double MEBI = 1 << 20;

  /** What is timed. */
  enum Mode {
    TRAIN,
    INFER
  }

  private final Terminal terminal;

  @Mixin private NetworkOption network = new NetworkOption();
  @Mixin private EngineOptions engines = new EngineOptions();

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "MODE",
      defaultValue = "train",
      description = "train or infer. Default: train.")
  private Mode mode = Mode.TRAIN;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "64",
      description = "Images in a step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = {"-s", "--steps"},
      paramLabel = "N",
      defaultValue = "20",
      description = "Steps that are timed. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "5",
      description = "Steps before that are not. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--layers",
      description = "Also show where the time of a step goes, where the engine can tell.")
  private boolean layers;

  @Option(names = "--json", description = "Make the last line of output one JSON object.")
  private boolean json;

  BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Checks.atLeast("--batch", 1, batch);
    Checks.atLeast("--steps", 1, steps);
    Checks.atLeast("--warmup", 0, warmup);
    NetworkType<?> type = network.type();
    Engine engine = engines.engine();
    // The allocator would only say that it failed, and the system might end the process.
    MemoryRefusal.check(type.name(), type.plan(), spec(Normalization.UNIT), engine);
    try (Network net = type.create(0);
        Session session = engine.open(net.plan(), spec(net.parameters().normalization()));
        Tensor logits = Tensor.zeros(batch, net.plan().classes())) {
      net.parameters().writeTo(session);
      ImageBatch images = randomImages(net);
      double[] seconds = time(step(session, images, logits));
      session.finish();
      if (layers) {
        LayerTimes.print(terminal, engine, session, images, steps);
      }
      report(type, engine, seconds, session.deviceBytes());
    }
    return ExitCode.DONE;
  }

  private SessionSpec spec(Normalization normalization) {
    return mode == Mode.INFER
        ? SessionSpec.inference(batch, engines.precision(), normalization)
            .calibration(anyCalibration())
        : SessionSpec.training(
            batch, engines.precision(), normalization, Optimizer.Sgd.of(Defaults.BENCH_RATE), 0);
  }

  /**
   * Some range for every layer, as there would be for trained weights: no step's time depends on
   * it.
   */
  private Calibration anyCalibration() {
    Map<String, Float> ranges = new LinkedHashMap<>();
    Int8Plan.of(network.type().plan())
        .layers()
        .forEach(layer -> ranges.put(layer.name(), Defaults.BENCH_RANGE));
    return new Calibration(ranges);
  }

  private ImageBatch randomImages(Network net) {
    var input = net.plan().input();
    ImageBatch images = new ImageBatch(batch, input.channels(), input.height(), input.width());
    Random random = new Random(0);
    byte[] bytes = new byte[images.imageBytes()];
    for (int i = 0; i < batch; i++) {
      random.nextBytes(bytes);
      images.pixels().put(i * bytes.length, bytes);
      images.labels()[i] = random.nextInt(net.plan().classes());
    }
    images.count(batch);
    return images;
  }

  private Runnable step(Session session, ImageBatch images, Tensor logits) {
    StepResult result = new StepResult();
    return mode == Mode.TRAIN
        ? () -> session.train(images, Defaults.BENCH_RATE, result)
        : () -> session.infer(images, logits);
  }

  /**
   * Seconds of each timed step, the fastest first. A device that works by itself is waited for when
   * the next step was asked for, so a step's seconds are those of the one before.
   */
  private double[] time(Runnable step) {
    for (int i = 0; i < warmup; i++) {
      step.run();
    }
    double[] seconds = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      seconds[i] = (System.nanoTime() - start) / NANOS;
    }
    Arrays.sort(seconds);
    return seconds;
  }

  private void report(NetworkType<?> type, Engine engine, double[] sorted, long sessionBytes) {
    double median = (sorted[(steps - 1) / 2] + sorted[steps / 2]) / 2;
    double min = sorted[0];
    OptionalLong peak = PeakMemory.bytes();
    terminal.line(
        "%s on %s, %s, %s, batch %d: median %.4f s, min %.4f s, %,.1f images/s",
        type.name(),
        engine.name(),
        engines.precision().label(),
        modeName(),
        batch,
        median,
        min,
        batch / median);
    terminal.line(
        "Memory: %,.0f MiB in the session; the process's peak is %s.",
        sessionBytes / MEBI,
        peak.isPresent()
            ? "%,d MiB".formatted(Math.round(peak.getAsLong() / MEBI))
            : "not told by this system");
    if (json) {
      JsonLine line =
          describe(type, engine)
              .put("median_seconds", median)
              .put("min_seconds", min)
              .put("images_per_second", batch / median)
              .put("session_bytes", sessionBytes);
      peak.ifPresentOrElse(
          bytes -> line.put("peak_rss_bytes", bytes), () -> line.putNull("peak_rss_bytes"));
      terminal.out().println(line);
    }
  }

  private JsonLine describe(NetworkType<?> type, Engine engine) {
    return new JsonLine()
        .put("network", type.name())
        .put("engine", engine.name())
        .put("precision", engines.precision().label())
        .put("mode", modeName())
        .put("batch", batch)
        .put("steps", steps)
        .put("warmup", warmup);
  }

  private String modeName() {
    return mode == Mode.TRAIN ? "train" : "infer";
  }
}
