package io.github.vgg4j.cuda;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Target;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Precision;
import java.util.OptionalDouble;
import java.util.Set;

/** What the check of a device asks of this package. */
public final class CudaChecks {

  private static final long COPIED_NUMBERS = 1L << 28;
  private static final int RUNS = 20;

  private final CudaEngine engine;
  private final String device;

  private CudaChecks(CudaEngine engine, String device) {
    this.engine = engine;
    this.device = device;
  }

  /**
   * On this machine.
   *
   * @throws IllegalStateException if the engine cannot run here; the message says why
   */
  public static CudaChecks here() {
    CudaEngine engine = new CudaEngine();
    if (engine.availability() instanceof Availability.Available available) {
      return new CudaChecks(engine, available.device());
    }
    Availability.Unavailable no = (Availability.Unavailable) engine.availability();
    throw new IllegalStateException("cuda: unavailable, " + no.reason() + ". " + no.remedy());
  }

  /** The device and the versions of the libraries, in words. */
  public String device() {
    return device;
  }

  /** As cuDNN knows it; deviceless plans are made from this. */
  public String propertiesJson() {
    return Target.properties(0);
  }

  /** Of a kernel that reads one array of 1 GiB and writes another. */
  public double bytesPerSecond() {
    try (Gpu gpu = engine.openDevice();
        Blocks blocks = new Blocks(gpu)) {
      Block from = blocks.zeros(4 * COPIED_NUMBERS);
      Block to = blocks.zeros(4 * COPIED_NUMBERS);
      Gpu.Prepared copy =
          gpu.prepare(ElementKernels.relu(NumberType.F32, COPIED_NUMBERS, from, to));
      copy.run();
      return 8.0 * COPIED_NUMBERS / gpu.seconds(copy, RUNS);
    }
  }

  /** The formats that it computes in. */
  public Set<Precision> precisions() {
    return engine.precisions();
  }

  /** See {@link CudaEngine#peakFlops}. */
  public OptionalDouble peakFlops(Precision precision) {
    return engine.peakFlops(precision);
  }
}
