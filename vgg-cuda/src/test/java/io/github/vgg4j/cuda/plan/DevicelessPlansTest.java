package io.github.vgg4j.cuda.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * What the real cuDNN and cuBLASLt say on a machine without a GPU, in one forked virtual machine
 * (see {@link PlanProbe}). {@code -Dvgg.plans.make=ALL} makes every runtime-compiled plan too, in
 * half an hour and more.
 */
final class DevicelessPlansTest {

  private static final Map<String, String> SAID = new LinkedHashMap<>();
  private static final List<String[]> ROWS = new ArrayList<>();

  /** Why there is nothing to test here; empty if there is something. */
  private static String missing = "";

  @BeforeAll
  static void probe(@TempDir Path scratch) throws IOException, InterruptedException {
    Path plans = Files.createDirectory(scratch.resolve("plans"));
    Map<String, String> properties = new TreeMap<>();
    properties.put("vgg.plans.folder", plans.toString());
    properties.put("vgg.plans.make", System.getProperty("vgg.plans.make", "TRUST"));
    List<String> lines;
    try {
      lines = CudaHere.fork(PlanProbe.class, scratch, properties);
    } catch (TestAbortedException e) {
      // Aborted here, the class would be passed over without a word.
      missing = String.valueOf(e.getMessage());
      System.out.println(missing);
      return;
    }
    for (String line : lines) {
      int tab = line.indexOf('\t');
      String name = line.substring(0, Math.max(tab, 0));
      String value = line.substring(tab + 1);
      if (name.equals("row")) {
        ROWS.add(value.split("\t", -1));
      } else {
        SAID.put(name, value);
      }
    }
    print();
  }

  @BeforeEach
  void skipWhereNothingIsThere() {
    assumeTrue(missing.isEmpty(), missing);
  }

  /** A line for each format, work, engine: how many convolutions, and the most scratch. */
  private static void print() {
    Map<String, long[]> table = new TreeMap<>();
    for (String[] row : ROWS) {
      String[] words = row[0].split(" ", -1);
      String key =
          "%-6s%-25s%-11s%s"
              .formatted(words[1].equals("BF16") ? "BF16" : words[2], words[0], row[1], row[2]);
      long[] sum = table.computeIfAbsent(key, k -> new long[2]);
      sum[0]++;
      sum[1] = Math.max(sum[1], row.length > 3 && !row[3].equals("?") ? Long.parseLong(row[3]) : 0);
    }
    System.out.println("First plans for sm_90, cuDNN " + SAID.get("cudnn") + ":");
    table.forEach(
        (key, sum) -> System.out.println(key + ": " + sum[0] + " layers, " + sum[1] + " bytes"));
  }

  @Test
  void propertiesOfADeviceAreReadBackAsTheyWereGiven() {
    assertEquals("90 true", SAID.get("properties"));
  }

  @Test
  void everyWorkOfEveryLayerHasAPlanButExactBiasSums() {
    List<String> without = new ArrayList<>();
    for (String[] row : ROWS) {
      boolean exactSums = row[0].startsWith("INPUT_GRADIENT_RELU_BIAS F32 EXACT");
      if (row[1].equals("none") != exactSums) {
        without.add(String.join(" ", row));
      }
    }
    assertEquals(List.of(), without);
    // 14 shapes, 4 batches; 7 works of bfloat16 and 6 of float32, which is multiplied in two ways;
    // and the sum of the input gradient in all three formats, with one batch, or with each.
    int sums = System.getProperty("vgg.plans.make", "TRUST").equals("ALL") ? 4 : 1;
    assertEquals(14 * 4 * (7 + 6 + 6) + 14 * sums * 3, ROWS.size());
  }

  @Test
  void exactConvolutionsUseNoTensorCores() {
    List<String> exact = new ArrayList<>();
    for (String[] row : ROWS) {
      if (row[0].contains(" EXACT ") && !row[1].equals("none")) {
        exact.add(row[2]);
      }
    }
    assertEquals(14 * 4 * 6, exact.size());
    assertTrue(exact.stream().noneMatch(notes -> notes.contains("TENSOR_CORE")));
  }

  @Test
  void noPlanMayGiveOtherBitsTheNextTime() {
    assertTrue(
        ROWS.stream()
            .noneMatch(row -> row[2].contains("NONDETERMINISTIC") && !row[1].equals("none")));
  }

  @Test
  void plansComeBackFromTheirBytesTheSame() {
    Map<String, String> trips = new TreeMap<>();
    SAID.forEach(
        (name, value) -> {
          if (name.startsWith("trip ")) {
            trips.put(name, value);
          }
        });
    assertEquals(7, trips.size());
    trips.forEach((name, value) -> assertTrue(value.endsWith(" same"), name + ": " + value));
    assertEquals(
        5, trips.values().stream().filter(value -> value.contains("RUNTIME_COMPILED")).count());
  }

  @Test
  void fusedAndApartCompeteAndInAHurryNothingIsTimedOrCompiled() {
    assertEquals("[[], [BIAS, RELU]]", SAID.get("ways"));
    assertEquals("[RELU_MASK] compiled false", SAID.get("quick odd"));
    String quick = SAID.get("quick");
    assertTrue(quick.startsWith("0 timed, ") && quick.endsWith(" then [BIAS, RELU]"), quick);
    String best = SAID.get("best");
    assertTrue(best.matches("\\d+ timed, .*") && !best.startsWith("0 "), best);
    assertEquals(quick, SAID.get("quick after best"), "whatever a search found before");
  }

  @Test
  void aKeptPlanIsNotTimedAgainAndADamagedOneIsMadeAgain() {
    String first = SAID.get("cache first");
    assertTrue(first.startsWith("4 timed"), first);
    String plan = first.substring(first.indexOf(','));
    assertEquals("0 timed" + plan, SAID.get("cache again"));
    assertEquals("4 timed" + plan, SAID.get("cache after nonsense"));
    assertEquals("4 timed" + plan, SAID.get("cache after a cut"));
    assertEquals("0 timed" + plan, SAID.get("cache at last"));
    assertEquals("other key", SAID.get("cache elsewhere"));
  }

  @Test
  void refusalsSayWhatWasBeingDone() {
    assertSays("other device", "refused to finalise the kept plan for", "ARCH_MISMATCH");
    assertSays("half a plan", "refused to finalise the kept plan for", "BAD_PARAM");
    assertSays("no device", "the properties of GPU 0");
    assertSays("no properties", "the properties of a GPU", "maxGridSize");
    assertSays("run without a device", "refused to run cudnn engine", "FORWARD_BIAS_RELU");
    assertSays("bind without scratch", "bytes of scratch, and got none");
    assertSays("bind unaligned", "0x1004 of X is not a multiple of 16");
    assertSays("bind too little", "takes [X, W, BIAS, Y], not [W, BIAS, Y]");
    assertSays("exact sums", "INPUT_GRADIENT_RELU_BIAS F32 EXACT", "TENSOR_CORE");
  }

  private static void assertSays(String name, String... words) {
    for (String word : words) {
      String said = SAID.get(name);
      assertTrue(said.contains(word), name + ": " + said + " lacks " + word);
    }
  }

  @Test
  void scratchIsBounded() {
    assertEquals("0 bytes", SAID.get("no scratch"));
    // As mode A ranks it first; other versions may have one without scratch here.
    String free = SAID.get("all scratch");
    assertTrue(Long.parseLong(free.substring(0, free.indexOf(' '))) > 0, free);
  }

  @Test
  void whatHasNoFusedPlanIsLeftToKernelsOfOurOwn() {
    assertEquals("[BIAS_GRADIENT] after INPUT_GRADIENT_RELU", SAID.get("exact way"));
  }

  /** In the order of {@link Convolution.Work}; the devices but for the H100 by public figures. */
  @Test
  void otherDevicesHavePlansForWhatTheyCanDo() {
    assertEquals("--------", SAID.get("t4 BF16"), "a Turing has no bfloat16");
    assertEquals("+++++-++", SAID.get("t4 EXACT"));
    assertEquals("+++++++-", SAID.get("a100 BF16"));
    assertEquals("++++++++", SAID.get("a100 TF32"));
    assertEquals("+++++-++", SAID.get("a100 EXACT"));
    assertEquals("++++++++", SAID.get("h100 BF16"));
    assertEquals("++++++++", SAID.get("h100 TF32"));
    assertEquals("+++++-++", SAID.get("h100 EXACT"));
    assertEquals("+++++++-", SAID.get("b200 BF16"));
    assertEquals("++++++++", SAID.get("b200 TF32"));
  }

  /** CUBLAS_OP_N is 0 and OP_T 1; the library's first matrix is our B; CUDA_R_16BF is 14. */
  @Test
  void aProductTurnsWhatOursTurns() {
    String size = " rows=128 columns=4096 inner=6272 ";
    String biased = "product BIAS_RELU BF16 BF16 TF32" + size;
    assertEquals("first 0 second 0 epilogue 6 bias 14", SAID.get(biased + "a=AS_IS b=AS_IS"));
    assertEquals("first 1 second 0 epilogue 6 bias 14", SAID.get(biased + "a=AS_IS b=TURNED"));
    assertEquals("first 0 second 1 epilogue 6 bias 14", SAID.get(biased + "a=TURNED b=AS_IS"));
    assertEquals("first 1 second 1 epilogue 6 bias 14", SAID.get(biased + "a=TURNED b=TURNED"));
    assertEquals(
        "first 1 second 0 epilogue 4 bias 0",
        SAID.get("product BIAS BF16 F32 TF32" + size + "a=AS_IS b=TURNED"));
    assertEquals(
        "first 0 second 1 epilogue 1 bias -1",
        SAID.get("product NOTHING F32 F32 TF32" + size + "a=TURNED b=AS_IS"));
    assertEquals("made", SAID.get("preference"));
  }
}
