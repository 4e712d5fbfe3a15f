package io.github.vgg4j.cuda.library;

import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import io.github.vgg4j.cuda.library.Libraries.Found;
import io.github.vgg4j.tensor.NativeMemory;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Loads what was found, each file by its full path and before JavaCPP looks for any: the system's
 * loader then meets the names that JavaCPP's own libraries need as already loaded. So no
 * environment variable is needed, and no other copy on the machine is ever used.
 */
public final class LibraryLoader {

  private static final int OLDEST_DRIVER_CUDA = 13_000;
  private static final int CUDA_MAJOR = 13;

  private LibraryLoader() {}

  /**
   * The driver's library and the runtime, by which devices can be asked for. Null if all is well.
   */
  public static @Nullable Diagnosis loadRuntime(Found found) {
    NativeMemory.liftLimits();
    Diagnosis failure = load(found.driver(), "NVIDIA's driver");
    if (failure == null) {
      failure = load(found, CudaLibrary.RUNTIME);
    }
    if (failure == null) {
      failure = bind(cudart.class);
    }
    if (failure != null) {
      return failure;
    }
    int cuda = driverCuda();
    return cuda > 0 && cuda < OLDEST_DRIVER_CUDA
        ? DriverFile.tooOld("is for CUDA " + version(cuda))
        : null;
  }

  /** The others, after {@link #loadRuntime}. Null if all is well. */
  public static @Nullable Diagnosis loadOthers(Found found) {
    Class<?>[] bindings = {nvrtc.class, cublas.class, cudnn.class};
    CudaLibrary[] libraries = {
      CudaLibrary.COMPILER, CudaLibrary.PRODUCTS, CudaLibrary.CONVOLUTIONS
    };
    for (int i = 0; i < libraries.length; i++) {
      Diagnosis failure = load(found, libraries[i]);
      failure = failure == null ? bind(bindings[i]) : failure;
      if (failure != null) {
        return failure;
      }
    }
    return judge(cudnn.cudnnGetCudartVersion());
  }

  /** The versions in use, such as {@code driver for CUDA 13.0, cuDNN 9.19.0, NVRTC 13.0}. */
  public static String versions() {
    long dnn = cudnn.cudnnGetVersion();
    return String.format(
        Locale.ROOT,
        "driver for CUDA %s, cuDNN %d.%d.%d, NVRTC %s",
        version(driverCuda()),
        dnn / 10_000,
        dnn / 100 % 100,
        dnn % 100,
        version(compilerCuda()));
  }

  /**
   * Whether cuDNN goes with the rest. NVRTC may be newer than the driver's CUDA: what it makes is
   * machine code, which every driver of the same major version runs.
   *
   * @param dnnCuda CUDA that cuDNN is made for, 13000 for 13.0
   */
  static @Nullable Diagnosis judge(long dnnCuda) {
    if (dnnCuda / 1000 != CUDA_MAJOR) {
      return new Diagnosis(
          "cuDNN is made for CUDA " + dnnCuda / 1000 + ", but " + CUDA_MAJOR + " is needed",
          "Install: python3 -m pip install --no-deps --force-reinstall "
              + CudaLibrary.CONVOLUTIONS.pipPackage());
    }
    return null;
  }

  private static @Nullable Diagnosis load(Found found, CudaLibrary library) {
    Libraries.Place place = found.places().get(library);
    if (place == null) {
      throw new IllegalArgumentException(library.title() + " was not found");
    }
    for (Path file : place.files()) {
      Diagnosis failure = load(file, library.title());
      if (failure != null) {
        return failure;
      }
    }
    return null;
  }

  private static @Nullable Diagnosis load(Path file, String title) {
    try {
      System.load(file.toAbsolutePath().toString());
      return null;
    } catch (UnsatisfiedLinkError e) {
      return new Diagnosis(
          title + " does not load (" + e.getMessage() + ")",
          "Install it again, or name another folder with -D" + Machine.PATH_PROPERTY + ".");
    }
  }

  private static @Nullable Diagnosis bind(Class<?> binding) {
    try {
      Loader.load(binding);
      return null;
    } catch (LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (!Machine.here().variable("LD_BIND_NOW").isEmpty()) {
        return new Diagnosis(
            "with LD_BIND_NOW the loader asks for functions that nobody calls ("
                + cause.getMessage()
                + ")",
            "Unset LD_BIND_NOW.");
      }
      return new Diagnosis(
          "JavaCPP's part for it does not load (" + cause.getMessage() + ")",
          "Add org.bytedeco:cuda with the classifier of this machine, such as linux-x86_64.");
    }
  }

  private static int driverCuda() {
    int[] version = new int[1];
    return cudart.cuDriverGetVersion(version) == 0 ? version[0] : 0;
  }

  private static int compilerCuda() {
    int[] major = new int[1];
    int[] minor = new int[1];
    return nvrtc.nvrtcVersion(major, minor) == 0 ? major[0] * 1000 + minor[0] * 10 : 0;
  }

  /** 13.0 for 13000. */
  private static String version(int cuda) {
    return cuda / 1000 + "." + cuda % 1000 / 10;
  }
}
