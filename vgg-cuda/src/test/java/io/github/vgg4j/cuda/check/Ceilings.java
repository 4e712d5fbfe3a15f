package io.github.vgg4j.cuda.check;

import io.github.vgg4j.cuda.CudaChecks;
import io.github.vgg4j.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the device does at most.
 *
 * @param bytesPerSecond read and written by a kernel that does nothing else
 * @param flops a second, of a large matrix product
 */
record Ceilings(double bytesPerSecond, Map<Precision, Double> flops) {

  private static final double GIGA = 1e9;
  private static final double TERA = 1e12;

  /** Measures them, prints them, and writes the device's true properties to {@code device.json}. */
  static Ceilings measure(CudaChecks checks, Path folder) throws IOException {
    System.out.printf("# The cuda engine on %s%n%n", checks.device());
    Path json = folder.resolve("device.json");
    Files.writeString(json, checks.propertiesJson());
    System.out.printf("Properties of the device as cuDNN sees them: %s%n%n", json.getFileName());
    double bytes = checks.bytesPerSecond();
    Map<Precision, Double> flops = new EnumMap<>(Precision.class);
    System.out.printf(Locale.ROOT, "| ceiling | |%n|---|---|%n");
    System.out.printf(Locale.ROOT, "| memory, read and written | %,.0f GB/s |%n", bytes / GIGA);
    for (Precision precision : checks.precisions()) {
      checks
          .peakFlops(precision)
          .ifPresent(
              most -> {
                flops.put(precision, most);
                System.out.printf(
                    Locale.ROOT,
                    "| product of 8192 x 8192, %s | %,.0f TFLOP/s |%n",
                    precision.label(),
                    most / TERA);
              });
    }
    System.out.println();
    return new Ceilings(bytes, flops);
  }

  /** Seconds that work takes at least: the longer of arithmetic and memory. */
  double floor(Precision precision, double work, double bytes) {
    return Math.max(work / flops.getOrDefault(precision, TERA), bytes / bytesPerSecond);
  }
}
