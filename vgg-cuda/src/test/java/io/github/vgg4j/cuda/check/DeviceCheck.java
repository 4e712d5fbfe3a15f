package io.github.vgg4j.cuda.check;

import io.github.vgg4j.cuda.CudaChecks;
import io.github.vgg4j.engine.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures one part of the CUDA engine on a GPU that is there, and prints it in Markdown. {@code
 * vgg-cuda/device-check.sh} packs and runs it, each part in a process of its own, so that what
 * fails takes nothing else along.
 */
public final class DeviceCheck {

  /** As {@code sysexits.h} has it: what is needed is not there. */
  private static final int UNAVAILABLE = 69;

  private static final int WRONG_USE = 2;

  private static final String[] SUITES = {
    "io.github.vgg4j.cuda.CudaConformanceTest",
    "io.github.vgg4j.cuda.CudaTf32ConformanceTest",
    "io.github.vgg4j.cuda.CudaBfloat16ConformanceTest"
  };

  private static final String USAGE =
      """
      Usage: DeviceCheck write-curve FILE                  the loss curve of the engine onednn
             DeviceCheck FOLDER ceilings                   what the device does at most; device.json
             DeviceCheck FOLDER G1|G2|G3 f32|tf32|bf16     training steps and their parts
             DeviceCheck FOLDER G4 f32|tf32|bf16           inference of G1 and G2
             DeviceCheck FOLDER curve f32|tf32|bf16 FILE   twenty losses beside those of a file
             DeviceCheck FOLDER conformance                the suite that every engine passes
      """;

  private DeviceCheck() {}

  /** See the class; ends with 0, 1 where a check failed, or 69 where the engine cannot run. */
  public static void main(String... arguments) throws IOException {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) throws IOException {
    if (arguments.length == 2 && arguments[0].equals("write-curve")) {
      LossCurve.write(Path.of(arguments[1]));
      return 0;
    }
    if (arguments.length < 2) {
      System.err.print(USAGE);
      return WRONG_USE;
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    CudaChecks checks;
    try {
      checks = CudaChecks.here();
    } catch (IllegalStateException e) {
      System.out.println(e.getMessage());
      return UNAVAILABLE;
    }
    String part = arguments[1];
    if (part.equals("ceilings")) {
      Ceilings ceilings = Ceilings.measure(checks, folder);
      Ceilings.properties(checks, folder);
      return ceilings.figures().size() == 2 + checks.precisions().size() ? 0 : 1;
    }
    if (part.equals("conformance")) {
      return Conformance.run(SUITES) ? 0 : 1;
    }
    if (arguments.length < 3) {
      System.err.print(USAGE);
      return WRONG_USE;
    }
    Precision precision = Precision.valueOf(arguments[2].toUpperCase(Locale.ROOT));
    if (!checks.precisions().contains(precision)) {
      System.out.println("This GPU does not compute in " + precision.label());
      return UNAVAILABLE;
    }
    switch (part) {
      case "curve":
        return LossCurve.compare(checks.engine(), precision, Path.of(arguments[3])) ? 0 : 1;
      case "G4":
        return new Latency(checks.engine(), precision).measure() ? 0 : 1;
      default:
        Work work = Work.valueOf(part);
        boolean fine =
            new TrainingSteps(checks.engine(), precision)
                .measure(
                    work.name(), work.plan(), work.images(work.batch()), Ceilings.read(folder));
        return fine ? 0 : 1;
    }
  }
}
