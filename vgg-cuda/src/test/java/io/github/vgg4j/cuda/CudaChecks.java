package io.github.vgg4j.cuda;

import static org.bytedeco.cuda.global.cudart.cudaDeviceSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToDevice;

import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.HostKernels;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Target;
import io.github.vgg4j.engine.Availability;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.tensor.ImageBatch;
import java.util.OptionalDouble;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;

/** What the check of a device asks of this package. */
public final class CudaChecks {

  private static final long COPIED_NUMBERS = 1L << 28;
  private static final int RUNS = 20;
  private static final int COPIES = 200;
  private static final double NANOS = 1e9;

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
      Peak.warmUp(gpu, copy);
      return 8.0 * COPIED_NUMBERS / gpu.seconds(copy, RUNS);
    }
  }

  /** Of the driver's own copy from one array of 1 GiB to another, read and written. */
  public double copiedBytesPerSecond() {
    try (Gpu gpu = engine.openDevice();
        Blocks blocks = new Blocks(gpu);
        Address from = new Address(blocks.zeros(4 * COPIED_NUMBERS));
        Address to = new Address(blocks.zeros(4 * COPIED_NUMBERS))) {
      gpu.finish();
      // The second time is measured: the first lets the clocks rise.
      secondsOfCopies(from, to);
      return 8.0 * COPIED_NUMBERS / secondsOfCopies(from, to);
    }
  }

  private static double secondsOfCopies(Pointer from, Pointer to) {
    long begin = System.nanoTime();
    int code = 0;
    for (int i = 0; i < COPIES && code == 0; i++) {
      code = cudaMemcpyAsync(to, from, 4 * COPIED_NUMBERS, cudaMemcpyDeviceToDevice, null);
    }
    code = code == 0 ? cudaDeviceSynchronize() : code;
    if (code != 0) {
      throw new IllegalStateException("The copy on the device failed with code " + code);
    }
    return (System.nanoTime() - begin) / NANOS / COPIES;
  }

  /** A place as CUDA's functions take it. */
  private static final class Address extends Pointer {
    Address(Place place) {
      address = place.address();
    }
  }

  /**
   * Seconds of a whole step on the device: its parts asked for one by one, and as one graph.
   *
   * @param session of the cuda engine
   */
  public static double[] wholeSeconds(Session session, ImageBatch images, int steps) {
    Profile.Whole whole = ((CudaSession) session).whole(images, steps);
    return new double[] {whole.oneByOne(), whole.graph()};
  }

  /** The same sessions on a processor, for tests of the check itself. */
  public static Engine onTheProcessor() {
    HostKernels.orSkip();
    return new HostEngine();
  }

  /** The engine itself. */
  public Engine engine() {
    return engine;
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
