package io.github.vgg4j.cuda.driver;

import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.Product;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/**
 * A GPU, through CUDA's runtime: its primary context, one stream for work and one for copies up.
 * Which device is current is a matter of the calling thread, so every call says it again.
 */
public final class CudaGpu implements Gpu {

  private final Device device;
  private final Answers answers;
  private final Releases releases;
  private final CUstream_st compute;
  private final CUstream_st copy;
  private final Copies copies;
  private final Inputs inputs;
  private final KernelModules modules;
  private final LibraryWork libraries;
  private final Set<Long> taken = new HashSet<>();
  private final RawAddress cleared = new RawAddress();
  private State state = State.OPEN;

  private enum State {
    OPEN,
    /** The libraries give back what they took, whatever the device answers. */
    CLOSING,
    CLOSED
  }

  private CudaGpu(
      Device device, KernelBinaries binaries, LibraryWork.Factory factory, Releases releases) {
    this.device = device;
    this.releases = releases;
    this.answers = new Answers(device.name());
    answers.check(cudaSetDevice(device.ordinal()), "be opened");
    compute = stream();
    copy = stream();
    copies = new Copies(new Copies.Streams(compute, copy), answers, releases);
    inputs = new Inputs(() -> Event.forOrder(answers, releases), compute);
    modules = new KernelModules(binaries, device.computeCapability(), answers, releases);
    libraries = factory.open(device, compute, new Services());
  }

  /**
   * Opens a device.
   *
   * @param binaries compiles kernels
   * @param factory opens cuDNN and cuBLASLt
   * @throws CudaException if it cannot be opened; nothing stays taken
   */
  public static CudaGpu open(Device device, KernelBinaries binaries, LibraryWork.Factory factory) {
    Releases releases = new Releases();
    try {
      return new CudaGpu(device, binaries, factory, releases);
    } catch (RuntimeException e) {
      releases.run();
      throw e;
    }
  }

  @Override
  public String name() {
    return device.name();
  }

  @Override
  public int computeCapability() {
    return device.computeCapability();
  }

  @Override
  public int multiprocessors() {
    return device.multiprocessors();
  }

  @Override
  public long freeBytes() {
    enter();
    return Devices.freeBytes(device);
  }

  @Override
  public long allocate(long bytes) {
    enter();
    Pointer memory = new Pointer();
    int code = cudaMalloc(memory, bytes);
    if (code == Answers.OUT_OF_MEMORY) {
      answers.forget();
      throw new OutOfDeviceMemoryException(device.name(), bytes, freeBytes());
    }
    answers.check(code, "take " + bytes + " bytes of its memory");
    taken.add(memory.address());
    return memory.address();
  }

  @Override
  public void free(long address) {
    if (state != State.CLOSING) {
      enter();
    }
    if (!taken.remove(address)) {
      throw new IllegalArgumentException(
          String.format("No memory was taken at %#x of %s", address, device.name()));
    }
    inputs.forget();
    int code = cudaFree(new RawAddress().at(address));
    if (state != State.CLOSING) {
      answers.check(code, "give memory back");
    }
  }

  @Override
  public void clear(Place place) {
    enter();
    answers.check(
        cudaMemsetAsync(cleared.at(place.address()), 0, place.bytes(), compute), "clear memory");
    inputs.used(place.address(), place.bytes());
  }

  @Override
  public void write(Place to, Pointer from) {
    enter();
    copies.up(to.address(), from, to.bytes());
    inputs.used(to.address(), to.bytes());
  }

  @Override
  public void writeAhead(Place to, Pointer from) {
    enter();
    inputs.holdBack(copy, to.address(), to.bytes());
    copies.ahead(to.address(), from, to.bytes());
  }

  @Override
  public void read(Pointer to, Place from) {
    enter();
    copies.down(to, from.address(), from.bytes());
  }

  @Override
  public Reading reading(Place from) {
    enter();
    Readback readback = new Readback(from, compute, answers, releases);
    return new Reading() {
      @Override
      public void ask() {
        enter();
        readback.ask();
      }

      @Override
      public ByteBuffer await() {
        enter();
        return readback.await();
      }
    };
  }

  @Override
  public Prepared prepare(KernelCall call) {
    enter();
    return new Work(launch(call));
  }

  @Override
  public Prepared prepare(
      Convolution convolution, Map<Convolution.Role, Place> places, Effort effort) {
    enter();
    LibraryWork.Bound bound = libraries.bind(convolution, places, effort);
    List<Launchable> launches = new ArrayList<>();
    launches.add(new LibraryLaunch(bound, List.copyOf(places.values())));
    bound.rest().forEach(call -> launches.add(launch(call)));
    return new Work(launches.size() == 1 ? launches.get(0) : new Sequence(launches));
  }

  @Override
  public Prepared prepare(Product product, Place a, Place b, Place bias, Place c) {
    enter();
    return new Work(
        new LibraryLaunch(libraries.bind(product, a, b, bias, c), List.of(a, b, bias, c)));
  }

  @Override
  public Prepared graph(List<Prepared> steps) {
    enter();
    List<Launchable> launches = new ArrayList<>();
    for (Prepared step : steps) {
      launches.add(((Work) step).launchable);
    }
    return new Work(Graph.capture(launches, compute, answers, releases));
  }

  @Override
  public long scratchBytes() {
    return libraries.scratchBytes();
  }

  @Override
  public void finish() {
    enter();
    answers.check(cudaStreamSynchronize(copy), "finish its copies");
    answers.check(cudaStreamSynchronize(compute), "finish its work");
  }

  @Override
  public double seconds(Prepared prepared, int runs) {
    enter();
    Launchable work = ((Work) prepared).launchable;
    return new Watch(compute, answers).seconds(work::launch, work instanceof Graph, runs);
  }

  /** Frees all, also what is left of a lost device; does nothing the second time. */
  @Override
  public void close() {
    if (state != State.OPEN) {
      return;
    }
    state = State.CLOSING;
    // The codes of these calls do not matter: a lost device fails them, and all is given back
    // alike.
    cudaSetDevice(device.ordinal());
    cudaStreamSynchronize(copy);
    cudaStreamSynchronize(compute);
    try {
      libraries.close();
    } finally {
      for (long address : taken) {
        cudaFree(new RawAddress().at(address));
      }
      taken.clear();
      releases.run();
      state = State.CLOSED;
    }
  }

  /** Something prepared on this device, and what it shares with the host. */
  private final class Work implements Prepared {

    private final Launchable launchable;
    private final Inputs.Touched touched = new Inputs.Touched();

    Work(Launchable launchable) {
      this.launchable = launchable;
    }

    @Override
    public void run() {
      enter();
      launchable.launch();
      inputs.used(launchable, touched);
    }

    @Override
    public String implementation() {
      return launchable.implementation();
    }
  }

  private KernelLaunch launch(KernelCall call) {
    return new KernelLaunch(call, modules.function(call), compute, answers);
  }

  /** Makes the device current on this thread. */
  private void enter() {
    if (state != State.OPEN) {
      throw new IllegalStateException(device.name() + " was closed");
    }
    answers.check(cudaSetDevice(device.ordinal()), "be used on this thread");
  }

  private CUstream_st stream() {
    CUstream_st stream = new CUstream_st();
    answers.check(cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking), "make a stream");
    releases.add(() -> cudaStreamDestroy(stream));
    return stream;
  }

  /** The device, as the libraries use it. */
  private final class Services implements LibraryWork.Services {

    @Override
    public long allocate(long bytes) {
      return CudaGpu.this.allocate(bytes);
    }

    @Override
    public void free(long address) {
      CudaGpu.this.free(address);
    }

    @Override
    public Runnable kernel(KernelCall call) {
      return launch(call)::launch;
    }

    @Override
    public double seconds(Runnable work, int runs) {
      return new Watch(compute, answers).seconds(work, false, runs);
    }
  }
}
