package io.github.vgg4j.cuda.check;

import io.github.vgg4j.cuda.CudaChecks;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures the CUDA engine on a GPU that is there, and prints tables in Markdown. {@code
 * vgg-cuda/device-check.sh} packs and runs it, beside the conformance suite and PyTorch.
 *
 * <p>Arguments: a folder for files; {@code curve FILE} writes the loss curve of the engine {@code
 * onednn} instead, on a machine without a GPU, for a later run to compare with.
 */
public final class DeviceCheck {

  private DeviceCheck() {}

  /** See the class. */
  public static void main(String... arguments) throws Exception {
    if (arguments.length == 2 && arguments[0].equals("curve")) {
      LossCurve.write(Path.of(arguments[1]));
      return;
    }
    if (arguments.length < 1) {
      System.err.println("Usage: DeviceCheck FOLDER [CURVE], or DeviceCheck curve FILE");
      System.exit(2);
    }
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    CudaChecks checks = here();
    Ceilings ceilings = Ceilings.measure(checks, folder);
    for (Work work : Work.values()) {
      work.measure(ceilings);
    }
    if (arguments.length > 1) {
      LossCurve.compare(Path.of(arguments[1]));
    }
  }

  /** The engine's own words, where it cannot run here, and no more. */
  private static CudaChecks here() {
    try {
      return CudaChecks.here();
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
      throw e;
    }
  }
}
