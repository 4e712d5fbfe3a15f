package io.github.vgg4j.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.KernelCall;
import io.github.vgg4j.cuda.kernel.KernelSource;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.cuda.library.CudaLibraries;
import io.github.vgg4j.cuda.library.Libraries;
import io.github.vgg4j.cuda.library.LibraryLoader;
import io.github.vgg4j.cuda.library.Machine;
import io.github.vgg4j.cuda.plan.Convolution;
import io.github.vgg4j.cuda.plan.Effort;
import io.github.vgg4j.cuda.plan.Product;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** Programs that drive a {@link CudaGpu} on the fake driver, one for each name. */
final class GpuPrograms {

  private static final int NUMBERS = 1000;

  /** More than either pinned ring holds, and no multiple of a block. */
  private static final int MANY = (int) (4 * Copies.AHEAD_BYTES / Integer.BYTES) + 123;

  private GpuPrograms() {}

  public static void main(String[] args) throws Exception {
    load();
    switch (args[0]) {
      case "life" -> life();
      case "inputs" -> inputs();
      case "readings" -> readings();
      case "graph" -> graph();
      case "memory" -> memory();
      case "lost" -> lost();
      case "opening" -> opening();
      case "mistakes" -> mistakes();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** Everything that a step does, once. */
  private static void life() throws Exception {
    try (CudaGpu gpu = open(new Recorded())) {
      assertEquals("Fake GPU A", gpu.name());
      assertEquals(90, gpu.computeCapability());
      assertEquals(132, gpu.multiprocessors());
      Place numbers = take(gpu, NUMBERS);
      Gpu.Prepared add = gpu.prepare(call("add", numbers, 5, NUMBERS));
      gpu.write(numbers, host(NUMBERS, 100));
      add.run();
      add.run();
      assertArrayEquals(counted(NUMBERS, 110), read(gpu, numbers));
      assertEquals("add", add.implementation());
      gpu.clear(numbers);
      assertArrayEquals(new int[NUMBERS], read(gpu, numbers));

      Place many = take(gpu, MANY);
      Place copied = take(gpu, MANY);
      gpu.write(many, host(MANY, 7));
      gpu.prepare(copy(many, copied, MANY)).run();
      assertArrayEquals(counted(MANY, 7), read(gpu, copied));
      gpu.writeAhead(many, host(MANY, 8));
      gpu.prepare(copy(many, copied, MANY)).run();
      assertArrayEquals(counted(MANY, 8), read(gpu, copied));

      gpu.write(numbers, new IntPointer(counted(2 * NUMBERS, 0)).position(NUMBERS));
      assertArrayEquals(counted(NUMBERS, NUMBERS), read(gpu, numbers));

      KernelCall mixed =
          new KernelCall(
              new KernelSource("mixed.cu", Map.of()),
              "mixed",
              1,
              32,
              List.of(
                  new Argument.Address(numbers),
                  new Argument.Whole(-3),
                  new Argument.Long(17L << 32),
                  new Argument.Real(0.25f)),
              12);
      gpu.prepare(mixed).run();
      assertArrayEquals(new int[] {-3, 17, 250}, read(gpu, numbers.part(0, 12)));

      assertEquals(1e-3, gpu.seconds(add, 5), 1e-9);
      assertEquals((1L << 30) - 4L * (NUMBERS + 2 * MANY), gpu.freeBytes());
      gpu.free(copied.address());
      assertEquals((1L << 30) - 4L * (NUMBERS + MANY), gpu.freeBytes());
      onAnotherThread(gpu, add);
      gpu.finish();
    }
  }

  /** The current device is a matter of the thread; the fake refuses copies on one without. */
  private static void onAnotherThread(CudaGpu gpu, Gpu.Prepared add) throws InterruptedException {
    List<Throwable> failures = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              Place place = take(gpu, 1);
              gpu.write(place, host(1, 8));
              add.run();
              read(gpu, place);
            });
    thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
    thread.start();
    thread.join();
    assertEquals(List.of(), failures);
  }

  /** Two inputs in turn, each written again while work on it may not have begun. */
  private static void inputs() {
    try (CudaGpu gpu = open(new Recorded())) {
      Place first = take(gpu, NUMBERS);
      Place second = take(gpu, NUMBERS);
      Place seen = take(gpu, 6 * NUMBERS);
      Gpu.Prepared[] looks = new Gpu.Prepared[6];
      for (int i = 0; i < looks.length; i++) {
        Place to = seen.part(4L * NUMBERS * i, 4L * NUMBERS);
        looks[i] = gpu.prepare(copy(i % 2 == 0 ? first : second, to, NUMBERS));
      }
      Gpu.Prepared spoil = gpu.prepare(call("add", first, 1, NUMBERS));
      for (int i = 0; i < looks.length; i++) {
        gpu.writeAhead(i % 2 == 0 ? first : second, host(NUMBERS, 1000 * i));
        looks[i].run();
      }
      gpu.clear(first);
      gpu.writeAhead(first, host(NUMBERS, 50));
      spoil.run();
      for (int i = 0; i < looks.length; i++) {
        Place place = seen.part(4L * NUMBERS * i, 4L * NUMBERS);
        assertArrayEquals(counted(NUMBERS, 1000 * i), read(gpu, place), "write " + i);
      }
      assertArrayEquals(counted(NUMBERS, 51), read(gpu, first));
      // A write in the order of the work, and one ahead of it, to the same place.
      spoil.run();
      gpu.write(first, host(NUMBERS, 200));
      spoil.run();
      looks[0].run();
      gpu.writeAhead(first, host(NUMBERS, 300));
      looks[2].run();
      assertArrayEquals(counted(NUMBERS, 201), read(gpu, seen.part(0, 4L * NUMBERS)));
      assertArrayEquals(counted(NUMBERS, 300), read(gpu, seen.part(8L * NUMBERS, 4L * NUMBERS)));
    }
  }

  /** What a step answers is read while the next one is already asked for. */
  private static void readings() {
    try (CudaGpu gpu = open(new Recorded())) {
      Place answer = take(gpu, 2);
      Gpu.Prepared add = gpu.prepare(call("add", answer, 1, 2));
      gpu.write(answer, host(2, 10));
      Gpu.Reading[] readings = {gpu.reading(answer), gpu.reading(answer)};
      add.run();
      readings[0].ask();
      for (int step = 1; step < 6; step++) {
        add.run();
        readings[step % 2].ask();
        ByteBuffer before = readings[1 - step % 2].await();
        assertEquals(8, before.capacity());
        assertEquals(10 + step, before.getInt(0));
        assertEquals(11 + step, before.getInt(4));
      }
      assertEquals(16, readings[1].await().getInt(0));
      assertEquals(16, readings[1].await().getInt(0));
    }
  }

  /** Recorded once, run often, and a failure in between that leaves the device well. */
  private static void graph() {
    Recorded libraries = new Recorded();
    try (CudaGpu gpu = open(libraries)) {
      Place numbers = take(gpu, NUMBERS);
      Gpu.Prepared fill = gpu.prepare(call("fill", numbers, 1, NUMBERS));
      Gpu.Prepared add = gpu.prepare(call("add", numbers, 10, NUMBERS));
      Gpu.Prepared product =
          gpu.prepare(
              new Product(
                  1,
                  2,
                  3,
                  Product.Side.AS_IS,
                  Product.Side.TURNED,
                  NumberType.F32,
                  NumberType.F32,
                  Convolution.Math.TF32,
                  Product.Epilogue.NOTHING),
              numbers,
              numbers,
              Argument.NOWHERE,
              numbers);
      Gpu.Prepared bad = gpu.prepare(call("uncapturable", numbers, 0, 0));
      CudaException failure =
          assertThrows(CudaException.class, () -> gpu.graph(List.of(fill, bad, add)));
      assertEquals(900, failure.code());
      assertEquals(
          "Fake GPU A could not launch the kernel uncapturable: cudaErrorStreamCaptureUnsupported"
              + " (operation not permitted when stream is capturing)",
          failure.getMessage());

      Gpu.Prepared graph = gpu.graph(List.of(fill, add, product, add));
      assertEquals(1, libraries.runs);
      assertEquals("graph of 4 steps", graph.implementation());
      gpu.write(numbers, host(NUMBERS, 3));
      assertArrayEquals(counted(NUMBERS, 3), read(gpu, numbers), "recording runs nothing");
      graph.run();
      assertArrayEquals(filled(NUMBERS, 21), read(gpu, numbers));
      add.run();
      graph.run();
      assertArrayEquals(filled(NUMBERS, 21), read(gpu, numbers));
      assertEquals(3e-3, gpu.seconds(graph, 4), 1e-9);
    }
  }

  /** A device of 100,000 bytes, 256 of which are the libraries' scratch. */
  private static void memory() {
    Recorded libraries = new Recorded();
    try (CudaGpu gpu = open(libraries)) {
      libraries.takeScratch(gpu);
      gpu.allocate(60_000);
      OutOfDeviceMemoryException failure =
          assertThrows(OutOfDeviceMemoryException.class, () -> gpu.allocate(60_000));
      assertEquals(
          "Fake GPU A has 39744 bytes of memory left, but 60000 were asked for",
          failure.getMessage());
      Place rest = take(gpu, 9_000);
      gpu.write(rest, host(9_000, 4));
      assertArrayEquals(counted(9_000, 4), read(gpu, rest));
    }
    assertEquals(0, libraries.scratch, "the libraries were closed whole");
  }

  /** The third kernel breaks the device. */
  private static void lost() {
    Recorded libraries = new Recorded();
    CudaGpu gpu = open(libraries);
    libraries.takeScratch(gpu);
    Place numbers = take(gpu, NUMBERS);
    Gpu.Prepared add = gpu.prepare(call("add", numbers, 1, NUMBERS));
    Gpu.Prepared graph = gpu.graph(List.of(add));
    gpu.write(numbers, host(NUMBERS, 0));
    add.run();
    graph.run();
    gpu.finish();
    add.run();
    System.out.println(assertThrows(DeviceLostException.class, gpu::finish).getMessage());
    assertThrows(DeviceLostException.class, add::run);
    assertThrows(DeviceLostException.class, graph::run);
    assertThrows(DeviceLostException.class, () -> gpu.allocate(1));
    assertThrows(DeviceLostException.class, () -> read(gpu, numbers));
    assertThrows(DeviceLostException.class, () -> gpu.write(numbers, host(NUMBERS, 0)));
    gpu.close();
    gpu.close();
    assertEquals(0, libraries.scratch, "the libraries were closed whole");
  }

  /** The libraries do not open: what was taken by then is given back. */
  private static void opening() {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                CudaGpu.open(
                    Devices.chosen(Devices.list()),
                    GpuPrograms::binary,
                    (device, stream, services) -> {
                      throw new IllegalStateException("cuDNN does not open");
                    }));
    assertEquals("cuDNN does not open", failure.getMessage());
  }

  /** What callers may get wrong. */
  private static void mistakes() {
    CudaGpu gpu = open(new Recorded());
    Place numbers = take(gpu, NUMBERS);
    assertThrows(IllegalArgumentException.class, () -> gpu.free(numbers.address() + 4));
    assertEquals(
        "The host's memory holds 3996 bytes, not 4000",
        assertThrows(IllegalArgumentException.class, () -> gpu.write(numbers, host(NUMBERS - 1, 0)))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> gpu.seconds(gpu.prepare(call("add", numbers, 1, NUMBERS)), 0));
    assertEquals(
        "Fake GPU A could not find the kernel absent in kernels.cu: cudaErrorFake (an error of the"
            + " fake)",
        assertThrows(CudaException.class, () -> gpu.prepare(call("absent", numbers, 0, 0)))
            .getMessage());
    KernelCall broken =
        new KernelCall(new KernelSource("broken", Map.of()), "add", 1, 32, List.of(), 0);
    assertThrows(CudaException.class, () -> gpu.prepare(broken));
    gpu.close();
    assertEquals(
        "Fake GPU A was closed",
        assertThrows(IllegalStateException.class, gpu::freeBytes).getMessage());
  }

  private static void load() {
    Libraries libraries = CudaLibraries.find(Machine.here());
    if (!(libraries instanceof Libraries.Found found)) {
      throw new AssertionError(libraries);
    }
    assertEquals(null, LibraryLoader.loadRuntime(found));
    assertEquals(0, Devices.ask());
  }

  private static CudaGpu open(Recorded libraries) {
    return CudaGpu.open(
        Devices.chosen(Devices.list()),
        GpuPrograms::binary,
        (device, stream, services) -> libraries);
  }

  private static byte[] binary(KernelSource source, int computeCapability) {
    String beginning = source.file().equals("broken") ? "no " : "fake ";
    return (beginning + source.file() + " for " + computeCapability + "\0")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static KernelCall call(String kernel, Place place, int value, int count) {
    return new KernelCall(
        new KernelSource("kernels.cu", Map.of()),
        kernel,
        4,
        64,
        List.of(new Argument.Address(place), new Argument.Whole(value), new Argument.Whole(count)),
        8L * count);
  }

  private static KernelCall copy(Place from, Place to, int count) {
    return new KernelCall(
        new KernelSource("kernels.cu", Map.of()),
        "copy",
        4,
        64,
        List.of(new Argument.Address(from), new Argument.Address(to), new Argument.Whole(count)),
        8L * count);
  }

  private static Place take(Gpu gpu, int numbers) {
    long address = gpu.allocate(4L * numbers);
    return new Taken(address, 4L * numbers);
  }

  private record Taken(long address, long bytes) implements Place {}

  private static IntPointer host(int count, int first) {
    return new IntPointer(counted(count, first));
  }

  private static int[] counted(int count, int first) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, i -> first + i);
    return numbers;
  }

  private static int[] filled(int count, int value) {
    int[] numbers = new int[count];
    Arrays.fill(numbers, value);
    return numbers;
  }

  private static int[] read(Gpu gpu, Place place) {
    int[] numbers = new int[(int) (place.bytes() / 4)];
    try (IntPointer memory = new IntPointer(numbers.length)) {
      Pointer.memset(memory, 0x77, place.bytes());
      gpu.read(memory, place);
      memory.get(numbers);
    }
    return numbers;
  }

  /** Libraries that count, and take scratch of the device as the real ones do. */
  private static final class Recorded implements LibraryWork {

    private int runs;
    private long scratch;
    private Gpu owner;

    void takeScratch(Gpu gpu) {
      owner = gpu;
      scratch = gpu.allocate(256);
    }

    @Override
    public Bound bind(Convolution convolution, Map<Convolution.Role, Place> places, Effort effort) {
      return new Counting();
    }

    @Override
    public Bound bind(Product product, Place a, Place b, Place bias, Place c) {
      return new Counting();
    }

    @Override
    public long scratchBytes() {
      return 0;
    }

    @Override
    public void close() {
      if (scratch != 0) {
        owner.free(scratch);
        scratch = 0;
      }
    }

    private final class Counting implements Bound {

      @Override
      public void run() {
        runs++;
      }

      @Override
      public String implementation() {
        return "counted";
      }
    }
  }
}
