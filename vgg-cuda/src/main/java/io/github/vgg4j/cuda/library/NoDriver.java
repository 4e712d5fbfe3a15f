package io.github.vgg4j.cuda.library;

import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import java.nio.file.Files;

/** Tells the reasons apart for which a machine shows no driver's library. */
final class NoDriver {

  private NoDriver() {}

  static Diagnosis diagnosis(Machine machine) {
    String library = machine.platform().driver();
    if (Files.exists(machine.system("proc/driver/nvidia/version"))) {
      return new Diagnosis(
          "NVIDIA's driver runs on this machine, but its library "
              + library
              + " is not visible here, as in a container that was started without its GPU",
          "Start the container with '--gpus all' and NVIDIA_DRIVER_CAPABILITIES=compute,utility.");
    }
    return new Diagnosis(
        "no NVIDIA driver is installed (there is no " + library + ")",
        "If this machine has an NVIDIA GPU, install its driver, version "
            + DriverFile.OLDEST
            + " or newer.");
  }
}
