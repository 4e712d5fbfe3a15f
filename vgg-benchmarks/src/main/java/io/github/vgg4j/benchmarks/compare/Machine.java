package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The machine at hand: what it is, and the most it does. */
public final class Machine {
  private static final double GIGA = 1e9;

  private final Map<Precision, Double> peak = new EnumMap<>(Precision.class);

  /** Times large matrix products; the best of all calls counts. */
  public void measurePeak() {
    Engine engine = Engines.named("onednn");
    for (Precision precision : engine.precisions()) {
      engine.peakFlops(precision).ifPresent(flops -> peak.merge(precision, flops, Math::max));
    }
  }

  /** Operations a second, by precision. */
  public Map<Precision, Double> peakFlops() {
    return peak;
  }

  /** Processor, cores, system, Java and measured peak, on one line. */
  public String description() {
    StringBuilder text = new StringBuilder();
    text.append(processor()).append(", ");
    text.append(Runtime.getRuntime().availableProcessors()).append(" cores, ");
    text.append(System.getProperty("os.name")).append(' ').append(System.getProperty("os.arch"));
    text.append(", Java ").append(Runtime.version());
    peak.forEach(
        (precision, flops) ->
            text.append(", peak in %s %.0f GFLOP/s".formatted(precision.label(), flops / GIGA)));
    return text.toString();
  }

  private static String processor() {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return System.getProperty("os.arch");
    }
    try {
      Optional<String> model =
          Files.readAllLines(file).stream()
              .filter(line -> line.startsWith("model name"))
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .findFirst();
      return model.orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
