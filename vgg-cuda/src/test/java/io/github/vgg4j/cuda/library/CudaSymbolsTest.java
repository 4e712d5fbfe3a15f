package io.github.vgg4j.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.cuda.CudaEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The presets are made for CUDA 13.1 and have to run on 13.0. That works because their libraries
 * look for a function only when it is called, and ends the process where one is called that is not
 * there: so every function that this module calls must be in 13.0.
 */
final class CudaSymbolsTest {

  private static final String GLOBALS = "org/bytedeco/cuda/global/";
  private static final String FUNCTION = "(cu|cuda|cublas|cublasLt|cudnn|nvrtc)[A-Z].*";

  /** R_X86_64_JUMP_SLOT: looked for at the first call. */
  private static final Set<Integer> LAZILY = Set.of(7);

  @BeforeEach
  void isLinux() {
    assumeTrue(
        Platform.current() == Platform.LINUX_X64,
        "The presets' libraries for x86-64 Linux are read");
  }

  @ParameterizedTest
  @CsvSource({
    "cudart, libcuda.so.1 libcudart.so.13",
    "cublas, libcublas.so.13 libcublasLt.so.13",
    "nvrtc, libnvrtc.so.13",
    "cudnn, libcudnn_cnn.so.9 libcudnn_adv.so.9 libcudnn_ops.so.9 libcudnn_graph.so.9"
  })
  void functionsAreLookedForWhenTheyAreCalled(String binding, String needed) throws IOException {
    ElfFile library = binding(binding);

    assertFalse(library.bindsAtOnce());
    assertEquals(
        List.of(needed.split(" ", -1)),
        library.needed().stream().filter(name -> name.matches("lib(cu|nv).*")).toList());
    Map<String, Set<Integer>> eager = functions(library);
    assertTrue(eager.size() > 10, "there are functions");
    eager.values().removeIf(LAZILY::equals);
    assertEquals(Map.of(), eager);
  }

  @Test
  void nothingIsCalledThatCuda130DoesNotHave() throws Exception {
    Map<String, Set<String>> called = called();
    Set<String> runtime = called.get("cudart");

    assertTrue(runtime.containsAll(List.of("cudaMalloc", "cuLaunchKernel")), runtime.toString());
    Set<String> missing = missing();
    assertTrue(missing.contains("cudaGraphGetId"));
    Set<String> both = new TreeSet<>();
    called.forEach((binding, names) -> both.addAll(names));
    both.retainAll(missing);
    assertEquals(Set.of(), both);
  }

  @Test
  void theListIsOfTheseBindings() throws Exception {
    String jar = resource("cudart").toString();
    String version = firstLine().replaceAll(".*cuda (\\S+) bind.*", "$1");

    assertTrue(
        jar.contains("cuda-" + version + "-linux"),
        () -> "missing-in-cuda-13.0.txt is of " + version + ", and the presets are " + jar);
  }

  @Test
  void everyFunctionThatIsCalledIsInTheLibrariesAtHand() throws Exception {
    Machine machine = Machine.here();
    LibrarySearch search = new LibrarySearch(machine, new Folders(machine));
    Map<String, Set<String>> called = called();
    Set<String> absent = new TreeSet<>();
    int compared = 0;
    for (CudaLibrary library : CudaLibrary.values()) {
      Libraries.Place place = search.find(library);
      String binding = bindings().get(library);
      if (place != null && called.containsKey(binding)) {
        compared++;
        Set<String> defined = defined(place.files());
        for (String symbol : symbols(binding, called.get(binding))) {
          // The driver's own functions are in the driver.
          if (!symbol.matches("cu[A-Z].*") && !defined.contains(symbol)) {
            absent.add(symbol);
          }
        }
      }
    }
    assumeTrue(
        compared > 0,
        "No CUDA libraries are here to compare with: install them with pip, or set VGG_CUDA_PATH");
    assertEquals(Set.of(), absent);
  }

  private static Map<CudaLibrary, String> bindings() {
    return Map.of(
        CudaLibrary.RUNTIME, "cudart",
        CudaLibrary.COMPILER, "nvrtc",
        CudaLibrary.PRODUCTS, "cublas",
        CudaLibrary.CONVOLUTIONS, "cudnn");
  }

  /** What the module calls, by binding: {@code cudart} has {@code cudaMalloc}. */
  private static Map<String, Set<String>> called() throws IOException, URISyntaxException {
    Path classes =
        Path.of(CudaEngine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, Set<String>> called = new LinkedHashMap<>();
    CalledMethods.in(classes, GLOBALS)
        .forEach((owner, names) -> called.put(owner.substring(GLOBALS.length()), names));
    return called;
  }

  /** The functions behind Java's methods: some have a later version's name, as headers map them. */
  private static Set<String> symbols(String binding, Set<String> methods) throws IOException {
    Set<String> all = functions(binding(binding)).keySet();
    Set<String> symbols = new TreeSet<>();
    for (String method : methods) {
      Set<String> found =
          all.stream()
              .filter(symbol -> symbol.matches(method + "(_v\\d|WithFlags)?"))
              .collect(Collectors.toSet());
      assertFalse(found.isEmpty(), () -> "Nothing is behind " + binding + "." + method);
      symbols.addAll(found);
    }
    return symbols;
  }

  private static Map<String, Set<Integer>> functions(ElfFile library) {
    Map<String, Set<Integer>> functions = new TreeMap<>(library.undefined());
    functions.keySet().removeIf(name -> !name.matches(FUNCTION));
    return functions;
  }

  private static ElfFile binding(String name) throws IOException {
    try (InputStream in = resource(name).openStream()) {
      return new ElfFile(ByteBuffer.wrap(in.readAllBytes()));
    }
  }

  private static URL resource(String binding) {
    return assertNotNullAnd(
        CudaSymbolsTest.class.getResource(
            "/org/bytedeco/cuda/linux-x86_64/libjni" + binding + ".so"));
  }

  private static Set<String> defined(List<Path> files) throws IOException {
    Set<String> defined = new TreeSet<>();
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file)) {
        defined.addAll(
            new ElfFile(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())).defined());
      }
    }
    return defined;
  }

  private static String list() throws IOException {
    try (InputStream in =
        assertNotNullAnd(CudaSymbolsTest.class.getResource("/missing-in-cuda-13.0.txt"))
            .openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String firstLine() throws IOException {
    return list().lines().findFirst().orElseThrow();
  }

  private static Set<String> missing() throws IOException {
    return list().lines().filter(line -> !line.startsWith("#")).collect(Collectors.toSet());
  }

  private static URL assertNotNullAnd(URL url) {
    assertNotNull(url);
    return url;
  }
}
