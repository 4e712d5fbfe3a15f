package io.github.vgg4j.nd4j;

import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.HostMemory;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Says from ND4J's own description of its back end whether its kernels run on the device. */
final class Nd4jDevice {

  /** ND4J 1.0.0-M2.1 ships CUDA machine code up to 8.6, which runs on every later 8.x. */
  private static final int NEWEST_CUDA_MAJOR = 8;

  static final int PREFERENCE_CUDA = 15;
  private static final int PREFERENCE_CPU = 10;

  private Nd4jDevice() {}

  /** Judges what {@code getEnvironmentInformation} tells. */
  static Availability judge(Properties environment) {
    if (!"CUDA".equalsIgnoreCase(String.valueOf(environment.get(Nd4jEnvironment.BACKEND_KEY)))) {
      return new Availability.Available(
          "CPU, "
              + environment.get(Nd4jEnvironment.OMP_THREADS_KEY)
              + " threads, ND4J on "
              + environment.get(Nd4jEnvironment.BLAS_VENDOR_KEY),
          PREFERENCE_CPU);
    }
    Map<?, ?> device = firstDevice(environment);
    String name = String.valueOf(device.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY));
    Object major = device.get(Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY);
    Object minor = device.get(Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY);
    if (major instanceof Number number && number.intValue() > NEWEST_CUDA_MAJOR) {
      return new Availability.Unavailable(
          "ND4J's CUDA kernels run up to compute capability 8.9, and "
              + name
              + " has "
              + major
              + "."
              + minor,
          "Use the cuda engine: add vgg-cuda to the project's dependencies.");
    }
    return new Availability.Available("GPU " + name + ", ND4J on CUDA 11.6", PREFERENCE_CUDA);
  }

  /** Makes ND4J compute with so many threads, in the whole process. */
  static void useThreads(int count) {
    NativeOps operations = NativeOpsHolder.getInstance().getDeviceNativeOps();
    operations.setOmpNumThreads(count);
    operations.setOmpMinThreads(count);
  }

  /** What the CPU's memory has left; CUDA's memory is not asked. */
  static long availableBytes() {
    boolean cpu =
        !"CUDA"
            .equalsIgnoreCase(
                String.valueOf(
                    Nd4j.getExecutioner()
                        .getEnvironmentInformation()
                        .get(Nd4jEnvironment.BACKEND_KEY)));
    return cpu ? HostMemory.availableBytes() : Long.MAX_VALUE;
  }

  private static Map<?, ?> firstDevice(Properties environment) {
    Object devices = environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
    if (devices instanceof List<?> list
        && !list.isEmpty()
        && list.get(0) instanceof Map<?, ?> map) {
      return map;
    }
    return Map.of();
  }
}
