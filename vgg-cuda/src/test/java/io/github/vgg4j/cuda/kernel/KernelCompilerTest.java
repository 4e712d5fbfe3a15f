package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelCompilerTest {

  /**
   * Most registers of a thread: with 32, 40, 48, 64, 80 and 128 of them, a processor has room for
   * 8, 6, 5, 4, 3 and 2 blocks of 256 threads. (Kernels that combine have one block of 1,024.)
   */
  private static final Map<String, Integer> REGISTERS =
      registers(
          """
          accumulate 32
          adam 48
          adamw 48
          add_bias 64
          adaptive_pool 40
          adaptive_pool_back 64
          average_pool 40
          average_pool_back 32
          cast 32
          channel_sums 64
          clip_scale 32
          combine_sums 32
          dropout 32
          dropout_map 32
          first_conv 128
          first_conv_gradient 128
          loss_sum 32
          max_pool 40
          max_pool_back 48
          norm_apply 80
          norm_back 80
          norm_back_sums 80
          norm_combine 48
          norm_fold 32
          norm_statistics 64
          pooled_sums 48
          prepare 64
          relu 32
          relu_back 32
          relu_back_sums 80
          response_norm 32
          response_norm_back 64
          sgd 32
          sgd_momentum 32
          sgd_nesterov 32
          softmax_cross_entropy 48
          sum_of_squares 32
          to_nhwc 32
          to_plain 32
          """);

  private static final Pattern KERNEL =
      Pattern.compile(
          "Compiling entry function '(\\w+)'.*?(\\d+) bytes spill stores, (\\d+) bytes spill"
              + " loads.*?Used (\\d+) registers",
          Pattern.DOTALL);

  private static Map<String, Integer> registers(String table) {
    Map<String, Integer> registers = new TreeMap<>();
    table.lines().forEach(line -> put(registers, line.split(" ", -1)));
    return registers;
  }

  private static void put(Map<String, Integer> registers, String[] kernel) {
    registers.put(kernel[0], Integer.valueOf(kernel[1]));
  }

  @BeforeEach
  void load() {
    Nvrtc.orSkip();
  }

  /** One kernel of one module, as the compiler's log has it. */
  private record Made(String kernel, String module, int registers, int spilled) {

    @Override
    public String toString() {
      return kernel + " of " + module + ": " + registers + " registers, " + spilled + " spilled";
    }
  }

  @Test
  void everyKernelFitsTheRegistersOfAHopper() {
    check(90, NumberType.F32, REGISTERS);
    check(90, NumberType.BF16, REGISTERS);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 100})
  void everyKernelFitsTheRegistersOfAnAmpereAndABlackwell(int capability) {
    check(capability, NumberType.BF16, REGISTERS);
  }

  @Test
  void everyKernelFitsTheRegistersOfATuringWhoseProcessorsTakeHalfAsManyThreads() {
    Map<String, Integer> limits = new TreeMap<>(REGISTERS);
    limits.replaceAll((kernel, limit) -> Math.max(limit, 64));
    check(75, NumberType.F32, limits);
  }

  private static void check(int capability, NumberType type, Map<String, Integer> limits) {
    List<KernelCall> calls = EveryKernel.calls(type);
    List<KernelSource> sources = calls.stream().map(KernelCall::source).distinct().toList();
    List<Made> made =
        sources.parallelStream()
            .flatMap(source -> read(source, KernelCompiler.compile(source, capability).log()))
            .sorted(Comparator.comparing(Made::toString))
            .toList();
    made.forEach(one -> System.out.println("sm_" + capability + " " + one));
    List<Made> wrong =
        made.stream()
            .filter(one -> one.spilled() > 0 || one.registers() > limits.get(one.kernel()))
            .toList();
    assertEquals(List.of(), wrong);
    Set<String> launched = calls.stream().map(KernelCall::name).collect(Collectors.toSet());
    assertEquals(limits.keySet(), launched);
  }

  private static Stream<Made> read(KernelSource source, String log) {
    String module = source.file() + " " + new TreeMap<>(source.defines());
    return KERNEL
        .matcher(log)
        .results()
        .map(
            found ->
                new Made(
                    found.group(1),
                    module,
                    Integer.parseInt(found.group(4)),
                    Integer.parseInt(found.group(2)) + Integer.parseInt(found.group(3))));
  }

  @Test
  void theVersionIsThatOfTheLibrary() {
    assertTrue(KernelCompiler.version().matches("\\d+\\.\\d+"), KernelCompiler.version());
  }

  @Test
  void aWrongSourceIsReportedWithFileAndLine() {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                KernelCompiler.compile(
                    "wrong.cu", "\n__global__ void f() { x = 1; }", List.of("--std=c++17")));
    assertTrue(wrong.getMessage().contains("wrong.cu(2): error"), wrong.getMessage());
  }
}
