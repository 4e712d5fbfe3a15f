package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_EPILOGUE;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSA;
import static org.bytedeco.cuda.global.cublas.CUBLASLT_MATMUL_DESC_TRANSB;
import static org.bytedeco.cuda.global.cublas.cublasLtMatmulPreferenceDestroy;

import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.plan.Convolution.Math;
import io.github.vgg4j.cuda.plan.Convolution.Role;
import io.github.vgg4j.cuda.plan.Convolution.Work;
import io.github.vgg4j.cuda.plan.LayerShape.Format;
import io.github.vgg4j.cuda.plan.Product.Epilogue;
import io.github.vgg4j.cuda.plan.Product.Side;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.cuda.cudnn.cudnnContext;

/**
 * Runs in a virtual machine of its own, with NVIDIA's libraries and no GPU: does what a machine
 * with one would do but for running, and prints what came of it as {@code name<TAB>value}.
 */
final class PlanProbe {

  static final LayerShape WIDE = new LayerShape(64, 64, 56, 56, 3);
  private static final LayerShape NARROW = new LayerShape(16, 32, 112, 112, 3);
  private static final int IMAGES = 64;

  private final Path folder;

  private PlanProbe(Path folder) {
    this.folder = folder;
  }

  /** Prints everything; {@code vgg.plans.folder} is an empty folder. */
  public static void main(String[] arguments) throws IOException {
    PlanProbe probe = new PlanProbe(Path.of(System.getProperty("vgg.plans.folder")));
    try (Target h100 = device("h100")) {
      say("cudnn", h100.cudnnVersion());
      say("properties", h100.computeCapability() + " " + h100.text().equals(json("h100")));
      probe.sweep(h100);
      probe.roundTrips(h100);
      probe.cache(h100);
      probe.ways(h100);
      probe.refusals(h100);
    }
    probe.devices();
    probe.products();
  }

  static void say(String name, Object value) {
    System.out.println(name + "\t" + value);
    System.out.flush();
  }

  private static Target device(String name) throws IOException {
    return Target.of(json(name));
  }

  private static String json(String name) throws IOException {
    try (InputStream in = PlanProbe.class.getResourceAsStream(name + ".json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void sweep(Target target) {
    PlanSweep.Make make = PlanSweep.Make.valueOf(System.getProperty("vgg.plans.make", "TRUST"));
    new PlanSweep(target, make, PlanLimits.DEFAULT.workspaceBytes()).print(l -> say("row", l));
  }

  /** Every fused work once, compiled, and a precompiled plan: to bytes and back. */
  private void roundTrips(Target target) {
    ConvolutionPlanner planner = new ConvolutionPlanner(target, new PlanLimits(256 << 20, 1, 1, 1));
    roundTrip(planner, WIDE.convolution(Work.FORWARD_BIAS_RELU, Format.BF16, IMAGES));
    roundTrip(planner, NARROW.convolution(Work.INPUT_GRADIENT_RELU, Format.BF16, IMAGES));
    roundTrip(planner, NARROW.convolution(Work.INPUT_GRADIENT_RELU_BIAS, Format.BF16, IMAGES));
    roundTrip(planner, NARROW.convolution(Work.INPUT_GRADIENT_RELU, Format.EXACT, IMAGES));
    roundTrip(planner, WIDE.convolution(Work.FILTER_GRADIENT_F32, Format.BF16, IMAGES));
    roundTrip(planner, WIDE.convolution(Work.FORWARD_BIAS_RELU, Format.TF32, IMAGES));
    roundTrip(planner, WIDE.convolution(Work.FORWARD_BIAS_RELU, Format.EXACT, IMAGES));
  }

  private static void roundTrip(ConvolutionPlanner planner, Convolution convolution) {
    try (ConvolutionPlan plan = planner.candidates(convolution).get(0);
        ConvolutionPlan again = planner.restore(convolution, plan.serialized())) {
      boolean same =
          again.engine() == plan.engine()
              && again.notes().equals(plan.notes())
              && again.workspaceBytes() == plan.workspaceBytes()
              && Arrays.equals(again.serialized(), plan.serialized());
      say("trip " + convolution.text(), plan + (same ? " same" : " changed to " + again));
    }
  }

  /** Plans, tuned by a watch of ours, kept, found again, and made again when damaged. */
  private void cache(Target target) throws IOException {
    Convolution convolution = WIDE.convolution(Work.FORWARD, Format.BF16, IMAGES);
    ConvolutionPlanner planner = new ConvolutionPlanner(target, new PlanLimits(256 << 20, 4, 2, 1));
    PlanCache cache = new PlanCache(folder);
    say("cache first", planned(cache, planner, convolution));
    say("cache again", planned(cache, planner, convolution));
    String key = planner.key(convolution);
    cache.write(key, "{}".getBytes(StandardCharsets.UTF_8));
    say("cache after nonsense", planned(cache, planner, convolution));
    byte[] file = Files.readAllBytes(cache.file(key));
    Files.write(cache.file(key), Arrays.copyOf(file, file.length / 2));
    say("cache after a cut", planned(cache, planner, convolution));
    say("cache at last", planned(cache, planner, convolution));
    try (Target other = device("a100")) {
      ConvolutionPlanner elsewhere = new ConvolutionPlanner(other, planner.limits());
      say("cache elsewhere", elsewhere.key(convolution).equals(key) ? "same key" : "other key");
    }
  }

  /** Fused and apart compete; in a hurry nothing is compiled, or timed, or kept. */
  private void ways(Target target) {
    ConvolutionPlanner planner = new ConvolutionPlanner(target, PlanLimits.DEFAULT);
    PlanCache cache = new PlanCache(folder.resolve("ways"));
    Convolution forward = WIDE.convolution(Work.FORWARD_BIAS_RELU, Format.TF32, IMAGES);
    say("quick", planned(cache, planner, forward, Effort.QUICK));
    say("best", planned(cache, planner, forward));
    say("quick after best", planned(cache, planner, forward, Effort.QUICK));
    List<FusedPlan> ways = planner.ways(forward);
    say("ways", ways.stream().map(way -> way.fusion().rest()).distinct().toList());
    ways.forEach(FusedPlan::close);
    Convolution odd =
        new LayerShape(6, 6, 11, 18, 3).convolution(Work.INPUT_GRADIENT_RELU, Format.BF16, 4);
    try (FusedPlan plan = planner.quick(odd)) {
      say("quick odd", plan.fusion().rest() + " compiled " + compiled(plan));
    }
  }

  private static boolean compiled(FusedPlan plan) {
    return plan.plan().notes().contains(Note.RUNTIME_COMPILED);
  }

  /** The winner's place among the candidates by our watch, and how many were timed. */
  private static String planned(
      PlanCache cache, ConvolutionPlanner planner, Convolution convolution) {
    return planned(cache, planner, convolution, Effort.BEST);
  }

  private static String planned(
      PlanCache cache, ConvolutionPlanner planner, Convolution convolution, Effort effort) {
    int[] timed = {0};
    // The third that is timed is the fastest.
    Stopwatch watch = work -> ++timed[0] == 3 ? 1e-6 : 1e-3;
    Trial<FusedPlan> trial = plan -> new NoRun();
    try (FusedPlan plan =
        new Plans(cache, new PlanTuner(watch)).plan(planner, convolution, effort, trial)) {
      return timed[0] + " timed, " + plan.workspaceBytes() + " bytes, " + plan;
    }
  }

  private static final class NoRun implements Trial.Run {
    @Override
    public void run() {}

    @Override
    public void close() {}
  }

  private void refusals(Target target) throws IOException {
    ConvolutionPlanner planner = new ConvolutionPlanner(target, new PlanLimits(256 << 20, 1, 1, 1));
    Convolution convolution = WIDE.convolution(Work.FORWARD_BIAS_RELU, Format.TF32, IMAGES);
    try (ConvolutionPlan plan = planner.candidates(convolution).get(0);
        Target other = device("a100")) {
      byte[] kept = plan.serialized();
      say("bytes", new String(kept, StandardCharsets.UTF_8).startsWith("{\"cudnnVersion\""));
      say("other device", words(() -> ConvolutionPlan.restore(convolution, kept, other)));
      byte[] half = Arrays.copyOf(kept, kept.length / 2);
      say("half a plan", words(() -> planner.restore(convolution, half)));
      bind(plan);
    }
    say("no device", words(() -> Target.properties(0)));
    say("no properties", words(() -> Target.of("{}")));
    ConvolutionPlanner tight = new ConvolutionPlanner(target, new PlanLimits(0, 1, 1, 1));
    Convolution greedy = WIDE.convolution(Work.FILTER_GRADIENT, Format.TF32, IMAGES);
    say("no scratch", words(() -> bytes(tight, greedy)));
    say("all scratch", words(() -> bytes(planner, greedy)));
    Convolution exact = WIDE.convolution(Work.INPUT_GRADIENT_RELU_BIAS, Format.EXACT, IMAGES);
    say("exact sums", words(() -> planner.candidates(exact).get(0)));
    Fusion way =
        Fusion.of(exact).stream()
            .filter(w -> planner.supports(w.convolution()))
            .findFirst()
            .orElseThrow();
    say("exact way", way.rest() + " after " + way.convolution().work());
  }

  private static String bytes(ConvolutionPlanner planner, Convolution convolution) {
    try (ConvolutionPlan plan = planner.candidates(convolution).get(0)) {
      return plan.workspaceBytes() + " bytes";
    }
  }

  private static void bind(ConvolutionPlan plan) {
    Map<Role, Long> addresses = new EnumMap<>(Role.class);
    long address = 4096;
    for (Role role : plan.convolution().roles()) {
      addresses.put(role, address += 4096);
    }
    try (BoundConvolution bound = plan.bind(addresses, 1 << 20)) {
      say("run without a device", words(() -> run(bound)));
    }
    say("bind without scratch", words(() -> plan.bind(addresses, 0)));
    addresses.put(Role.X, 4100L);
    say("bind unaligned", words(() -> plan.bind(addresses, 1 << 20)));
    addresses.remove(Role.X);
    say("bind too little", words(() -> plan.bind(addresses, 1 << 20)));
  }

  private static String run(BoundConvolution bound) {
    bound.run(new cudnnContext());
    return "ran";
  }

  /** Which works have a plan on other devices. */
  private void devices() throws IOException {
    for (String name : List.of("t4", "a100", "h100", "b200")) {
      try (Target target = device(name)) {
        ConvolutionPlanner planner = new ConvolutionPlanner(target, PlanLimits.DEFAULT);
        for (Format format : Format.values()) {
          StringBuilder works = new StringBuilder();
          for (Work work : Work.values()) {
            works.append(planner.supports(WIDE.convolution(work, format, IMAGES)) ? '+' : '-');
          }
          say(name + " " + format, works);
        }
      }
    }
  }

  private void products() {
    for (Side a : Side.values()) {
      for (Side b : Side.values()) {
        product(a, b, NumberType.BF16, NumberType.BF16, Epilogue.BIAS_RELU);
      }
    }
    product(Side.AS_IS, Side.TURNED, NumberType.BF16, NumberType.F32, Epilogue.BIAS);
    product(Side.TURNED, Side.AS_IS, NumberType.F32, NumberType.F32, Epilogue.NOTHING);
    cublasLtMatmulPreferenceDestroy(ProductPlanner.preference(1 << 20));
    say("preference", "made");
  }

  private static void product(
      Side a, Side b, NumberType type, NumberType result, Epilogue epilogue) {
    Product product = new Product(128, 4096, 6272, a, b, type, result, Math.TF32, epilogue);
    try (ProductDescriptors descriptors = ProductDescriptors.of(product)) {
      say(
          "product " + product.text(),
          "first %d second %d epilogue %d bias %d"
              .formatted(
                  descriptors.get(CUBLASLT_MATMUL_DESC_TRANSA),
                  descriptors.get(CUBLASLT_MATMUL_DESC_TRANSB),
                  descriptors.get(CUBLASLT_MATMUL_DESC_EPILOGUE),
                  descriptors.get(CUBLASLT_MATMUL_DESC_BIAS_DATA_TYPE)));
    }
  }

  /** The words of what is thrown, or the result. */
  private static String words(Supplier<?> action) {
    try {
      return String.valueOf(action.get());
    } catch (CudnnException | NoPlanException | IllegalArgumentException e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
