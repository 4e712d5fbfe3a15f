package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.cuda.kernel.HostKernels;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import java.util.EnumSet;
import java.util.Set;

/** The CUDA engine's steps and sessions on {@link HostGpu}. */
final class HostEngine implements Engine {

  private final long deviceBytes;

  HostEngine() {
    this(Long.MAX_VALUE);
  }

  /** On devices with so many bytes of memory. */
  HostEngine(long deviceBytes) {
    this.deviceBytes = deviceBytes;
  }

  @Override
  public String name() {
    return "cuda on a processor";
  }

  @Override
  public int highestPreference() {
    return 0;
  }

  @Override
  public Availability availability() {
    HostKernels.orSkip();
    return new Availability.Available("the kernels, compiled for a processor", 0);
  }

  @Override
  public Set<Precision> precisions() {
    return EnumSet.of(Precision.F32, Precision.BF16);
  }

  @Override
  public Session open(NetworkPlan plan, SessionSpec spec) {
    return CudaSession.open(new HostGpu(deviceBytes), plan, spec);
  }
}
