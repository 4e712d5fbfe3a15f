package io.github.vgg4j.cuda;

import com.google.auto.service.AutoService;
import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.driver.CudaGpu;
import io.github.vgg4j.cuda.driver.Device;
import io.github.vgg4j.cuda.driver.Devices;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.driver.OutOfDeviceMemoryException;
import io.github.vgg4j.cuda.kernel.KernelCache;
import io.github.vgg4j.cuda.library.CudaLibraries;
import io.github.vgg4j.cuda.library.Libraries;
import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import io.github.vgg4j.cuda.library.Libraries.Found;
import io.github.vgg4j.cuda.library.Machine;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.file.UserCache;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs plans on an NVIDIA GPU with cuDNN, cuBLASLt and kernels of its own. */
@AutoService(Engine.class)
public final class CudaEngine implements Engine {

  private static final int PREFERENCE = 30;

  /** Ampere: the first whose tensor cores take bfloat16 and TF32. */
  private static final int TENSOR_CORE_FORMATS = 80;

  private @Nullable Availability availability;
  private @Nullable Device device;

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public int highestPreference() {
    return PREFERENCE;
  }

  /** Without a driver this only looks at a few files: none of CUDA's classes is loaded. */
  @Override
  public synchronized Availability availability() {
    if (availability == null) {
      Libraries libraries = CudaLibraries.find(Machine.here());
      availability =
          libraries instanceof Found found ? choose(found) : unavailable((Diagnosis) libraries);
    }
    return availability;
  }

  @Override
  public Set<Precision> precisions() {
    Device chosen = device();
    return chosen != null && chosen.computeCapability() >= TENSOR_CORE_FORMATS
        ? EnumSet.of(Precision.F32, Precision.TF32, Precision.BF16)
        : EnumSet.of(Precision.F32);
  }

  @Override
  public long availableBytes() {
    Device chosen = device();
    return chosen == null ? Long.MAX_VALUE : Devices.freeBytes(chosen);
  }

  @Override
  public OptionalDouble peakFlops(Precision precision) {
    Device chosen = device();
    if (chosen == null || !precisions().contains(precision)) {
      return OptionalDouble.empty();
    }
    try (Gpu gpu = gpu(chosen)) {
      return OptionalDouble.of(Peak.flops(gpu, precision));
    } catch (OutOfDeviceMemoryException e) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public Session open(NetworkPlan plan, SessionSpec spec) {
    Device chosen = chosen();
    Format.of(spec.precision());
    if (!precisions().contains(spec.precision())) {
      throw new IllegalArgumentException(
          "The cuda engine computes in "
              + spec.precision().label()
              + " only on GPUs of compute capability 8.0 or newer, and this one is "
              + chosen
              + ". Use f32.");
    }
    return CudaSession.open(gpu(chosen), plan, spec);
  }

  /**
   * The device alone; the caller closes it.
   *
   * @throws IllegalStateException if the engine cannot run here; the message says why
   */
  Gpu openDevice() {
    return gpu(chosen());
  }

  private Device chosen() {
    Availability known = availability();
    Device chosen = device();
    if (chosen == null) {
      Availability.Unavailable no = (Availability.Unavailable) known;
      throw new IllegalStateException(
          "The cuda engine cannot run here: " + no.reason() + ". " + no.remedy());
    }
    return chosen;
  }

  @Override
  public MemoryModel memory(NetworkPlan plan, SessionSpec spec) {
    return SessionMemory.of(plan, spec);
  }

  private static Gpu gpu(Device device) {
    Path folder = UserCache.folder();
    return CudaGpu.open(
        device,
        new KernelCache(folder.resolve("kernels"))::cubin,
        NvidiaWork.keepingPlansIn(folder.resolve("plans")));
  }

  private Availability choose(Found found) {
    DeviceChoice.Outcome outcome = DeviceChoice.make(found);
    if (outcome instanceof DeviceChoice.Outcome.Chosen chosen) {
      device = chosen.device();
      return new Availability.Available(
          "GPU " + chosen.device() + ", " + chosen.versions(), PREFERENCE);
    }
    return unavailable(((DeviceChoice.Outcome.Refused) outcome).diagnosis());
  }

  private static Availability unavailable(Diagnosis diagnosis) {
    return new Availability.Unavailable(diagnosis.reason(), diagnosis.remedy());
  }

  /** The device, or null where the engine cannot run. */
  private synchronized @Nullable Device device() {
    Availability known = availability();
    return known instanceof Availability.Available ? device : null;
  }
}
