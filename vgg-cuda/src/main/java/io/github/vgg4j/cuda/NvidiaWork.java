package io.github.vgg4j.cuda;

import static org.bytedeco.cuda.global.cublas.cublasLtCreate;
import static org.bytedeco.cuda.global.cublas.cublasLtDestroy;
import static org.bytedeco.cuda.global.cudnn.cudnnCreate;
import static org.bytedeco.cuda.global.cudnn.cudnnDestroy;
import static org.bytedeco.cuda.global.cudnn.cudnnSetStream;

import io.github.vgg4j.cuda.driver.CudaException;
import io.github.vgg4j.cuda.driver.Device;
import io.github.vgg4j.cuda.driver.LibraryWork;
import io.github.vgg4j.cuda.driver.OutOfDeviceMemoryException;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ChannelKernels;
import io.github.vgg4j.cuda.kernel.ElementKernels;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.plan.BoundConvolution;
import io.github.vgg4j.cuda.plan.BoundProduct;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Convolution.Role;
import io.github.vgg4j.cuda.plan.ConvolutionPlan;
import io.github.vgg4j.cuda.plan.ConvolutionPlanner;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.FusedPlan;
import io.github.vgg4j.cuda.plan.Fusion;
import io.github.vgg4j.cuda.plan.PlanCache;
import io.github.vgg4j.cuda.plan.PlanLimits;
import io.github.vgg4j.cuda.plan.PlanTuner;
import io.github.vgg4j.cuda.plan.Plans;
import io.github.vgg4j.cuda.plan.Product;
import io.github.vgg4j.cuda.plan.ProductPlan;
import io.github.vgg4j.cuda.plan.ProductPlanner;
import io.github.vgg4j.cuda.plan.Target;
import io.github.vgg4j.cuda.plan.Trial;
import io.github.vgg4j.cuda.plan.TrialException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.cuda.cublas.cublasLtContext;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.jspecify.annotations.Nullable;

/** Convolutions by cuDNN and products by cuBLASLt: planned, timed once, kept on disk, and run. */
final class NvidiaWork implements LibraryWork {

  private static final int TIMED_RUNS = 5;

  private final CUstream_st stream;
  private final LibraryWork.Services services;
  private final cudnnContext cudnn = new cudnnContext();
  private final cublasLtContext cublas = new cublasLtContext();
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Plans plans;
  private final ConvolutionPlanner convolutions;
  private final ProductPlanner products;
  private final Scratch scratch;
  private final Effort most = Effort.most();

  private NvidiaWork(
      Device device, CUstream_st stream, LibraryWork.Services services, Path planFolder) {
    this.stream = stream;
    this.services = services;
    this.scratch = new Scratch(services);
    try {
      check(cudnnCreate(cudnn), "cudnnCreate");
      owned.push(() -> cudnnDestroy(cudnn));
      check(cudnnSetStream(cudnn, stream), "cudnnSetStream");
      check(cublasLtCreate(cublas), "cublasLtCreate");
      owned.push(() -> cublasLtDestroy(cublas));
      Target target = Target.of(cudnn, device.kind(), device.computeCapability());
      owned.push(target);
      this.convolutions = new ConvolutionPlanner(target, PlanLimits.DEFAULT);
      this.products = new ProductPlanner(cublas, target, PlanLimits.DEFAULT);
      this.plans =
          new Plans(
              new PlanCache(planFolder),
              new PlanTuner(work -> trying(() -> services.seconds(work, TIMED_RUNS))));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Opens the libraries, with plans kept in a folder. */
  static Factory keepingPlansIn(Path folder) {
    return (device, stream, services) -> new NvidiaWork(device, stream, services, folder);
  }

  @Override
  public Bound bind(Convolution convolution, Map<Role, Place> places, Effort effort) {
    FusedPlan plan =
        plans.plan(
            convolutions,
            convolution,
            most == Effort.QUICK ? most : effort,
            candidate -> trial(candidate, places));
    owned.push(plan);
    scratch.need(plan.workspaceBytes());
    return new BoundHere(plan.plan(), places, rest(plan.fusion(), places));
  }

  @Override
  public Bound bind(Product product, Place a, Place b, Place bias, Place c) {
    ProductPlan plan = plans.plan(products, product, candidate -> trial(candidate, a, b, bias, c));
    owned.push(plan);
    scratch.need(plan.workspaceBytes());
    return new BoundProductHere(plan, a, b, bias, c);
  }

  @Override
  public long scratchBytes() {
    return scratch.bytes();
  }

  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    scratch.close();
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        failure = failure == null ? new IllegalStateException("Cannot close a plan", e) : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** A plan tied to the memory of a session, once scratch is there. */
  private final class BoundHere implements Bound {
    private final ConvolutionPlan plan;
    private final Map<Role, Place> places;
    private final List<KernelCall> rest;
    private @Nullable BoundConvolution bound;

    BoundHere(ConvolutionPlan plan, Map<Role, Place> places, List<KernelCall> rest) {
      this.plan = plan;
      this.places = places;
      this.rest = rest;
    }

    @Override
    public void run() {
      if (bound == null) {
        bound =
            plan.bind(addresses(plan, places), plan.workspaceBytes() == 0 ? 0 : scratch.address());
        owned.push(bound);
      }
      bound.run(cudnn);
    }

    @Override
    public String implementation() {
      return plan.toString();
    }

    @Override
    public List<KernelCall> rest() {
      return rest;
    }
  }

  /** The same for a product. */
  private final class BoundProductHere implements Bound {
    private final ProductPlan plan;
    private final Place a;
    private final Place b;
    private final Place bias;
    private final Place c;
    private @Nullable BoundProduct bound;

    BoundProductHere(ProductPlan plan, Place a, Place b, Place bias, Place c) {
      this.plan = plan;
      this.a = a;
      this.b = b;
      this.bias = bias;
      this.c = c;
    }

    @Override
    public void run() {
      if (bound == null) {
        long address = plan.workspaceBytes() == 0 ? 0 : scratch.address();
        bound = plan.bind(a.address(), b.address(), bias.address(), c.address(), address);
        owned.push(bound);
      }
      bound.run(cublas, stream);
    }

    @Override
    public String implementation() {
      return plan.toString();
    }
  }

  private Trial.Run trial(FusedPlan way, Map<Role, Place> places) {
    List<Runnable> rest = rest(way.fusion(), places).stream().map(services::kernel).toList();
    return trial(
        way.workspaceBytes(),
        address -> {
          BoundConvolution bound = way.plan().bind(addresses(way.plan(), places), address);
          return new Runs(
              () -> {
                bound.run(cudnn);
                rest.forEach(Runnable::run);
              },
              bound::close);
        });
  }

  private Trial.Run trial(ProductPlan plan, Place a, Place b, Place bias, Place c) {
    return trial(
        plan.workspaceBytes(),
        address -> {
          BoundProduct bound =
              plan.bind(a.address(), b.address(), bias.address(), c.address(), address);
          return new Runs(() -> bound.run(cublas, stream), bound::close);
        });
  }

  private interface Binding {
    Runs to(long scratchAddress);
  }

  private record Runs(Runnable work, Runnable end) {}

  /** Ties a candidate to scratch of its own, which is given back with it. */
  private Trial.Run trial(long scratchBytes, Binding binding) {
    long address = scratchBytes == 0 ? 0 : trying(() -> services.allocate(scratchBytes));
    Runs runs;
    try {
      runs = binding.to(address);
    } catch (RuntimeException e) {
      giveBack(address);
      throw e;
    }
    return new Trial.Run() {
      @Override
      public void run() {
        runs.work().run();
      }

      @Override
      public void close() {
        runs.end().run();
        giveBack(address);
      }
    };
  }

  private void giveBack(long address) {
    if (address != 0) {
      services.free(address);
    }
  }

  /** A candidate may not run, or want too much memory; a lost device ends the search. */
  private static <T> T trying(Supplier<T> step) {
    try {
      return step.get();
    } catch (CudaException | OutOfDeviceMemoryException e) {
      throw new TrialException(e);
    }
  }

  private static Map<Role, Long> addresses(ConvolutionPlan plan, Map<Role, Place> places) {
    Map<Role, Long> addresses = new EnumMap<>(Role.class);
    for (Role role : plan.convolution().roles()) {
      addresses.put(role, places.getOrDefault(role, Argument.NOWHERE).address());
    }
    return addresses;
  }

  /** What cuDNN has no kernel for, by our own. */
  private static List<KernelCall> rest(Fusion way, Map<Role, Place> places) {
    Convolution c = way.convolution();
    long rows = (long) c.images() * c.height() * c.width();
    List<KernelCall> calls = new ArrayList<>();
    for (Fusion.Rest rest : way.rest()) {
      calls.add(
          switch (rest) {
            case BIAS ->
                ChannelKernels.addBias(
                    c.type(), rows, c.out(), place(places, Role.BIAS), place(places, Role.Y));
            case RELU ->
                ElementKernels.relu(
                    c.type(), rows * c.out(), place(places, Role.Y), place(places, Role.Y));
            case RELU_MASK ->
                ElementKernels.reluBack(
                    c.type(), rows * c.in(), place(places, Role.X), 1, place(places, Role.DX));
            case BIAS_GRADIENT, CAST ->
                throw new IllegalStateException("No session asks for " + rest + " of " + c);
          });
    }
    return calls;
  }

  private static Place place(Map<Role, Place> places, Role role) {
    Place place = places.get(role);
    if (place == null) {
      throw new IllegalArgumentException("A convolution got no " + role);
    }
    return place;
  }

  private static void check(int code, String call) {
    if (code != 0) {
      throw new IllegalStateException(
          call + " failed with code " + code + ". Is the GPU's memory taken by other programs?");
    }
  }
}
