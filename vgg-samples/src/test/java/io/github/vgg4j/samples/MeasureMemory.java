package io.github.vgg4j.samples;

import io.github.vgg4j.Preset;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.network.Networks;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Measures by how much three steps raise the peak of this process's resident memory, for
 * docs/memory.md: {@code MeasureMemory ENGINE NETWORK BATCH sgd|momentum|adam|inference}, on Linux.
 *
 * <p>{@code NETWORK} is a network on the class path, or a preset for an input, with a width divisor
 * and an adaptive pool if wanted: {@code preset:VGG11_LRN@1x96x96/4,pool=2}.
 */
final class MeasureMemory {
  private static final double MIB = 1 << 20;
  private static final Map<String, Optimizer> OPTIMIZERS =
      Map.of(
          "sgd", Optimizer.Sgd.of(1e-6),
          "momentum", Optimizer.Sgd.of(1e-6).momentum(0.9),
          "adam", Optimizer.Adam.of(1e-6));

  private static final Pattern PRESET =
      Pattern.compile("preset:(\\w+)@(\\d+)x(\\d+)x(\\d+)(?:/(\\d+))?(?:,pool=(\\d+))?");

  private MeasureMemory() {}

  public static void main(String[] arguments) throws IOException {
    NetworkPlan plan = plan(arguments[1]);
    int batch = Integer.parseInt(arguments[2]);
    Optimizer optimizer = OPTIMIZERS.get(arguments[3]);
    Engine engine = Engines.named(arguments[0]);
    // Libraries and their code come with the first steps, whatever the network.
    NetworkPlan tiny =
        Architecture.builder()
            .input(plan.input().channels(), 4, 4)
            .block(1, 2)
            .hidden(4)
            .classes(2)
            .plan();
    run(engine, tiny, 2, Optimizer.Adam.of(1e-6));
    System.gc();

    long before = status("VmRSS:");
    long held = run(engine, plan, batch, optimizer);
    double measured = (status("VmHWM:") - before) / MIB;

    double predicted = engine.memory(plan, spec(plan, batch, optimizer)).bytes(batch) / MIB;
    System.out.printf(
        "| %s | %d | %s | %,.0f | %,.0f | %,.0f | %+.0f %% |%n",
        arguments[1],
        batch,
        arguments[3],
        held / MIB,
        predicted,
        measured,
        100 * (predicted - measured) / measured);
  }

  private static NetworkPlan plan(String name) {
    Matcher preset = PRESET.matcher(name);
    if (!preset.matches()) {
      return Networks.named(name).plan();
    }
    Architecture.Builder builder =
        Architecture.builder()
            .preset(Preset.valueOf(preset.group(1)))
            .input(
                Integer.parseInt(preset.group(2)),
                Integer.parseInt(preset.group(3)),
                Integer.parseInt(preset.group(4)))
            .classes(10);
    if (preset.group(5) != null) {
      builder.widthDivisor(Integer.parseInt(preset.group(5)));
    }
    if (preset.group(6) != null) {
      builder.adaptivePool(Integer.parseInt(preset.group(6)));
    }
    return builder.plan();
  }

  private static SessionSpec spec(NetworkPlan plan, int batch, @Nullable Optimizer optimizer) {
    Normalization normalization =
        plan.input().channels() == 3 ? Normalization.IMAGENET : Normalization.UNIT;
    return new SessionSpec(batch, Precision.F32, normalization, optimizer, 1);
  }

  /** Three steps; answers the bytes that the session holds. */
  private static long run(
      Engine engine, NetworkPlan plan, int batch, @Nullable Optimizer optimizer) {
    ImageBatch images = new ImageBatch(batch, plan.input().channels(), 28, 28);
    images.count(batch);
    try (Session session = engine.open(plan, spec(plan, batch, optimizer))) {
      for (int step = 0; step < 3; step++) {
        if (optimizer == null) {
          session.evaluate(images, new StepResult());
        } else {
          session.train(images, optimizer.learningRate(), new StepResult());
        }
      }
      return session.deviceBytes();
    }
  }

  /** Bytes of a line of this process's status. */
  private static long status(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
