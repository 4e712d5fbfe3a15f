package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.ImageBatch;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The table of {@code vgg bench --layers}: where the time of a step goes. */
final class LayerTimes {

  private static final double MILLI = 1e-3;
  private static final double GIGA = 1e9;

  /** Parts below this share of the step are told together. */
  private static final double SMALL = 0.002;

  private LayerTimes() {}

  /** Measures steps part by part and prints a line for each, and their sum. */
  static void print(
      Terminal terminal, Engine engine, Session session, ImageBatch images, int steps) {
    List<StepTime> times = session.profile(images, steps);
    if (times.isEmpty()) {
      terminal.line("Engine %s cannot tell where the time of a step goes.", engine.name());
      return;
    }
    OptionalDouble peak = engine.peakFlops(session.spec().precision());
    double all = times.stream().mapToDouble(StepTime::seconds).sum();
    terminal.line(
        "%-14s %-40s %8s %6s %9s %6s %7s  %s",
        "layer", "work", "ms", "share", "GFLOP/s", "peak", "GB/s", "implementation");
    double rest = 0;
    for (StepTime time : times) {
      if (time.seconds() < SMALL * all) {
        rest += time.seconds();
      } else {
        line(terminal, time, all, peak);
      }
    }
    terminal.line(
        "%-14s %-40s %8.3f %5.1f%%", "rest", "all that is shorter", rest / MILLI, 100 * rest / all);
    long flops = times.stream().mapToLong(StepTime::flops).sum();
    terminal.line(
        "%-14s %-40s %8.3f %6s %9.0f %6s",
        "sum", "", all / MILLI, "", flops / all / GIGA, share(flops / all, peak));
    peak.ifPresent(
        most ->
            terminal.line("Peak, measured in a large matrix product: %.0f GFLOP/s", most / GIGA));
  }

  private static void line(Terminal terminal, StepTime time, double all, OptionalDouble peak) {
    double rate = time.flops() / time.seconds();
    terminal.line(
        "%-14s %-40s %8.3f %5.1f%% %9s %6s %7s  %s",
        time.layer(),
        time.work(),
        time.seconds() / MILLI,
        100 * time.seconds() / all,
        time.flops() == 0 ? "" : String.format(Locale.ROOT, "%.0f", rate / GIGA),
        time.flops() == 0 ? "" : share(rate, peak),
        time.bytes() == 0
            ? ""
            : String.format(Locale.ROOT, "%.1f", time.bytes() / time.seconds() / GIGA),
        time.implementation());
  }

  private static String share(double rate, OptionalDouble peak) {
    return peak.isPresent()
        ? String.format(Locale.ROOT, "%.0f%%", 100 * rate / peak.getAsDouble())
        : "";
  }
}
