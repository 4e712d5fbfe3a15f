package io.github.vgg4j.cuda.check;

import io.github.vgg4j.cuda.CudaChecks;
import io.github.vgg4j.engine.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * What the device does at most. One process measures it and writes it to a file; those that measure
 * networks read it there, and do without what is missing.
 *
 * @param figures bytes or operations a second, by their names in the file
 */
record Ceilings(Map<String, Double> figures) {

  private static final String FILE = "ceilings.txt";
  private static final String KERNEL = "kernel";
  private static final String COPY = "copy";
  private static final double GIGA = 1e9;
  private static final double TERA = 1e12;

  /**
   * Measures all of them and prints them. One that fails is said and left out: another process may
   * measure it better.
   */
  static Ceilings measure(CudaChecks checks, Path folder) {
    System.out.printf("The cuda engine on %s%n%n", checks.device());
    Ceilings ceilings = new Ceilings(new TreeMap<>());
    Report.line("| ceiling | |%n|---|---|");
    ceilings.add(
        folder,
        KERNEL,
        "memory, read and written by a kernel of ours",
        GIGA,
        "GB",
        checks::bytesPerSecond);
    ceilings.add(
        folder,
        COPY,
        "memory, read and written by a copy",
        GIGA,
        "GB",
        checks::copiedBytesPerSecond);
    for (Precision precision : checks.precisions()) {
      ceilings.add(
          folder,
          precision.label(),
          "product of 8192 x 8192, " + precision.label(),
          TERA,
          "TFLOP",
          () -> checks.peakFlops(precision).orElseThrow());
    }
    System.out.println();
    return ceilings;
  }

  /** Writes the file again with each: what a process that ends here had found stays. */
  private void add(
      Path folder, String name, String words, double unit, String symbol, DoubleSupplier measured) {
    try {
      double figure = measured.getAsDouble();
      figures.put(name, figure);
      write(folder);
      Report.line("| %s | %,.0f %s/s |", words, figure / unit, symbol);
    } catch (IOException | RuntimeException e) {
      Report.line("| %s | failed: %s |", words, Report.oneLine(e));
    }
  }

  /** Writes the device's true properties to {@code device.json}; where that fails it says so. */
  static void properties(CudaChecks checks, Path folder) {
    try {
      Files.writeString(folder.resolve("device.json"), checks.propertiesJson());
      System.out.printf("Properties of the device as cuDNN sees them: device.json%n%n");
    } catch (IOException | RuntimeException e) {
      System.out.printf("No device.json: %s%n%n", Report.oneLine(e));
    }
  }

  void write(Path folder) throws IOException {
    Properties properties = new Properties();
    figures.forEach((name, figure) -> properties.setProperty(name, figure.toString()));
    try (var out = Files.newBufferedWriter(folder.resolve(FILE))) {
      properties.store(out, "bytes or operations a second");
    }
  }

  /** Those of a folder; none where nobody measured them. */
  static Ceilings read(Path folder) {
    Map<String, Double> figures = new TreeMap<>();
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      Properties properties = new Properties();
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot read " + file, e);
      }
      properties
          .stringPropertyNames()
          .forEach(name -> figures.put(name, Double.valueOf(properties.getProperty(name))));
    }
    return new Ceilings(figures);
  }

  /**
   * Seconds that work takes at least: the longer of arithmetic and memory. Empty where the ceiling
   * that it needs was not measured.
   */
  OptionalDouble floor(Precision precision, long flops, long bytes) {
    Double most = figures.get(precision.label());
    // The better of the two ways, so that a poor kernel of ours does not flatter the others.
    double memory = Math.max(figures.getOrDefault(KERNEL, 0.0), figures.getOrDefault(COPY, 0.0));
    if ((flops > 0 && most == null) || (bytes > 0 && memory == 0)) {
      return OptionalDouble.empty();
    }
    double computing = flops == 0 || most == null ? 0 : flops / most;
    return OptionalDouble.of(Math.max(computing, bytes == 0 ? 0 : bytes / memory));
  }
}
