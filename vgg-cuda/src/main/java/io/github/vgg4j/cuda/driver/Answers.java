package io.github.vgg4j.cuda.driver;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what CUDA's calls answer. The runtime and the driver number their errors alike since CUDA
 * 10.1; the numbers are those of {@code driver_types.h}.
 */
final class Answers {

  private static final System.Logger LOG = System.getLogger(Answers.class.getName());

  static final int OUT_OF_MEMORY = cudart.cudaErrorMemoryAllocation;

  private final String device;

  /** For the calls to a device. */
  Answers(String device) {
    this.device = device;
  }

  /**
   * Does nothing where a call succeeded.
   *
   * @param doing what was asked for, as in {@code could not ...}
   * @throws DeviceLostException if no later call can succeed either
   * @throws CudaException if this one failed
   */
  void check(int code, String doing) {
    if (code == cudart.cudaSuccess) {
      return;
    }
    String advice = adviceIfLost(code);
    if (advice != null) {
      throw new DeviceLostException(device, doing, text(code), advice);
    }
    forget();
    throw new CudaException(device, doing, code, text(code));
  }

  /** Without this the runtime would tell the same error once more, at a call that has none. */
  void forget() {
    int told = cudart.cudaGetLastError();
    LOG.log(System.Logger.Level.TRACE, "{0} answered {1}", device, told);
  }

  /** Name and words of an error, such as {@code cudaErrorInvalidValue (invalid argument)}. */
  static String text(int code) {
    return string(cudart.cudaGetErrorName(code))
        + " ("
        + string(cudart.cudaGetErrorString(code))
        + ")";
  }

  private static String string(BytePointer words) {
    return words == null || words.isNull() ? "no name" : words.getString();
  }

  /** Which errors end a context, by CUDA's own description of each; null for all others. */
  private static @Nullable String adviceIfLost(int code) {
    return switch (code) {
      case 214, 220, 226 ->
          "If it happens again, the GPU's memory or link is failing: look at 'nvidia-smi -q' and"
              + " have it checked.";
      case 702 ->
          "A GPU that also drives a screen stops what takes longer than a few seconds: use a"
              + " smaller batch, or a GPU without a screen.";
      case 700, 710, 714, 715, 716, 717, 718, 719, 721 ->
          "If it happens again, a kernel is wrong: please report it with the network and the"
              + " batch size.";
      case 4, 709, 999 ->
          "If it happens again, the driver or the GPU has failed: look for 'Xid' in the system's"
              + " log and restart the machine.";
      default -> null;
    };
  }
}
