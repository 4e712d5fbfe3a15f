package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Device;
import io.github.vgg4j.cuda.driver.Devices;
import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import io.github.vgg4j.cuda.library.Libraries.Found;
import io.github.vgg4j.cuda.library.LibraryLoader;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads the libraries that were found and judges the device. The first class on the way that
 * touches JavaCPP's presets: without libraries it is never loaded.
 */
final class DeviceChoice {

  /** CUDA 13 dropped everything before Turing. */
  private static final int OLDEST_COMPUTE_CAPABILITY = 75;

  private DeviceChoice() {}

  /** What came of it. */
  sealed interface Outcome {

    /**
     * A device that the engine runs on.
     *
     * @param versions of the libraries, in words
     */
    record Chosen(Device device, String versions) implements Outcome {}

    /** None, and what to do. */
    record Refused(Diagnosis diagnosis) implements Outcome {}
  }

  /** Loads and asks; throws nothing. */
  static Outcome make(Found found) {
    try {
      Diagnosis failure = LibraryLoader.loadRuntime(found);
      failure = failure == null ? refusal(Devices.ask()) : failure;
      if (failure != null) {
        return new Outcome.Refused(failure);
      }
      List<Device> devices = Devices.list();
      Device device = Devices.chosen(devices);
      failure = refusal(device);
      failure = failure == null ? LibraryLoader.loadOthers(found) : failure;
      return failure == null
          ? new Outcome.Chosen(device, LibraryLoader.versions())
          : new Outcome.Refused(failure);
    } catch (IllegalArgumentException e) {
      return new Outcome.Refused(
          new Diagnosis(
              String.valueOf(e.getMessage()),
              "Name one of these with -D" + Devices.PROPERTY + ", or leave it out."));
    } catch (RuntimeException | LinkageError e) {
      return new Outcome.Refused(
          new Diagnosis(
              "the driver does not answer (" + e.getMessage() + ")", "Restart the machine."));
    }
  }

  /** What the driver's first answer means; null for a good one. The numbers are CUDA's. */
  static @Nullable Diagnosis refusal(int code) {
    return switch (code) {
      case 0 -> null;
      case 34 ->
          new Diagnosis(
              "the driver's library is the stub that toolkits link against, not a driver",
              "Take its folder out of LD_LIBRARY_PATH, or install NVIDIA's driver.");
      case 35 ->
          new Diagnosis(
              "NVIDIA's driver is older than the CUDA runtime",
              "Install a driver of version 580 or newer.");
      case 100 ->
          new Diagnosis(
              "NVIDIA's driver is installed, but shows no GPU",
              "Check 'nvidia-smi' and the variable CUDA_VISIBLE_DEVICES; use another engine if"
                  + " there is no GPU.");
      case 802 ->
          new Diagnosis(
              "the GPUs wait for NVIDIA's fabric manager",
              "Start it: systemctl start nvidia-fabricmanager");
      case 803 ->
          new Diagnosis(
              "the driver's library and the driver that runs are of different versions",
              "Restart the machine, so that the newly installed driver runs.");
      default ->
          new Diagnosis(
              "NVIDIA's driver answers with error " + code + " when it is asked for its GPUs",
              "Check 'nvidia-smi'; if that fails too, restart the machine.");
    };
  }

  private static @Nullable Diagnosis refusal(Device device) {
    if (device.computeCapability() >= OLDEST_COMPUTE_CAPABILITY) {
      return null;
    }
    return new Diagnosis(
        String.format(
            Locale.ROOT,
            "CUDA 13 needs a GPU of compute capability 7.5 or newer, and %s has %d.%d",
            device.name(),
            device.computeCapability() / 10,
            device.computeCapability() % 10),
        "Use the nd4j engine with its CUDA back end (nd4j-cuda-11.6), or onednn on the CPU.");
  }
}
