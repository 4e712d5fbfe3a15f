package io.github.vgg4j.cuda.check;

import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.StepTime;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The parts of a step, each beside the least time that the device's ceilings allow it. */
record LayerTable(Ceilings ceilings, Precision precision) {

  private static final double MICRO = 1e6;
  private static final String UNKNOWN = "-";

  void print(List<StepTime> times) {
    Report.line("| layer | work | kernel | us | TFLOP/s | GB/s | floor us | share of floor |");
    Report.line("|---|---|---|---|---|---|---|---|");
    times.forEach(time -> Report.line("%s", row(time)));
    Report.line("");
    Report.line(
        "Sum of the parts one by one: %.3f ms; of their floors: %s ms. Each part ran again and"
            + " again over the same memory, so parts whose arrays fit the second-level cache read"
            + " them there, and may be faster than their floor and than they are within a step.",
        Report.MILLI * times.stream().mapToDouble(StepTime::seconds).sum(), floors(times));
    Report.line("");
  }

  String row(StepTime time) {
    OptionalDouble floor = floor(time);
    return String.join(
        " | ",
        "| " + time.layer(),
        time.work(),
        time.implementation(),
        number(1, MICRO * time.seconds()),
        time.flops() == 0 ? UNKNOWN : number(1, time.flops() / time.seconds() / 1e12),
        time.bytes() == 0 ? UNKNOWN : number(0, time.bytes() / time.seconds() / 1e9),
        text(floor, seconds -> MICRO * seconds),
        floor.isPresent() && floor.getAsDouble() > 0
            ? number(0, 100 * floor.getAsDouble() / time.seconds()) + " % |"
            : UNKNOWN + " |");
  }

  private String floors(List<StepTime> times) {
    double sum = 0;
    for (StepTime time : times) {
      OptionalDouble floor = floor(time);
      if (floor.isEmpty()) {
        return UNKNOWN;
      }
      sum += floor.getAsDouble();
    }
    return String.format(Locale.ROOT, "%.3f", Report.MILLI * sum);
  }

  private OptionalDouble floor(StepTime time) {
    return ceilings.floor(format(time, precision), time.flops(), time.bytes());
  }

  /** Our own first convolution multiplies in float32 whatever the format: no tensor cores there. */
  static Precision format(StepTime time, Precision precision) {
    return time.work().startsWith("first conv") ? Precision.F32 : precision;
  }

  private static String text(OptionalDouble value, ToDoubleFunction<Double> unit) {
    return value.isPresent() ? number(1, unit.applyAsDouble(value.getAsDouble())) : UNKNOWN;
  }

  private static String number(int digits, double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
