package io.github.vgg4j.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the processor's way to run kernels finds what it is there to find. */
final class HostKernelsTest extends KernelCase {

  private static KernelCall call(String name, int grid, Argument... arguments) {
    KernelSource source = new KernelSource("wrong.cu", Map.of("BF16", 0));
    return new KernelCall(source, name, grid, 64, List.of(arguments), 0);
  }

  private String refused(KernelCall call) {
    return assertThrows(IllegalStateException.class, () -> host.launch(call)).getMessage();
  }

  @Test
  void threadsThatWaitInVainAreReported() {
    Argument to = new Argument.Address(HostArray.bytes(256));
    String message = refused(call("waits_for_half", 1, to));
    assertTrue(message.contains("some threads wait for others that never come"), message);
  }

  @Test
  void aVectorThatIsNotAlignedIsReported() {
    Argument to = new Argument.Address(HostArray.bytes(256));
    String message = refused(call("is_not_aligned", 1, to));
    assertTrue(message.contains("an address is not a multiple of"), message);
  }

  @Test
  void argumentsThatAreNotTheKernelsAreReported() {
    Argument to = new Argument.Address(HostArray.bytes(256));
    String more = refused(call("turns_a_warp", 1, to, new Argument.Whole(1)));
    assertTrue(more.contains("2 arguments instead of 1"), more);
    String other = refused(call("turns_a_warp", 1, new Argument.Whole(1)));
    assertTrue(other.contains("argument 0 has 4 bytes instead of 8"), other);
    String unknown = refused(call("is_not_there", 1, to));
    assertTrue(unknown.contains("there is no such kernel"), unknown);
  }

  @Test
  void aBarrierThatIsThereGivesRightNumbers() {
    assertEquals(neighbours(), run("remembers_a_barrier"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forgets_a_barrier",
        "reads_the_thread_before",
        "reads_the_warp_before",
        "writes_before_all_have_read"
      })
  void aForgottenBarrierIsSeenInASingleBlock(String name) {
    seenByItsOrder(name, 1);
  }

  @Test
  void aBlockThatNeedsWhatAnotherOneWroteIsSeen() {
    seenByItsOrder("reads_the_block_before", 2);
  }

  @Test
  void sharedMemoryThatABlockReadsAndAnEarlierOneWroteIsSeen() {
    assertEquals(-1, run("keeps_a_sum").get(64));
  }

  @Test
  void sharedMemoryThatNobodyWroteIsNotANumber() {
    List<Integer> numbers = run("adds_to_what_is_there");
    for (int i = 0; i < 128; i++) {
      assertEquals(i % 64 - 1, numbers.get(i));
    }
  }

  private void seenByItsOrder(String name, int grid) {
    HostArray to = HostArray.bytes(4 * 128);
    KernelCall call = call(name, grid, new Argument.Address(to));
    String message = assertThrows(AssertionError.class, () -> host.launch(call)).getMessage();
    assertTrue(message.contains("other threads first, other numbers"), message);
  }

  private List<Integer> run(String name) {
    HostArray to = HostArray.bytes(4 * 128);
    host.launch(call(name, 2, new Argument.Address(to)));
    return java.util.stream.IntStream.range(0, 128).mapToObj(i -> to.check().intAt(i)).toList();
  }

  private static List<Integer> neighbours() {
    return java.util.stream.IntStream.range(0, 128)
        .mapToObj(i -> i / 64 * 64 + (i + 1) % 64)
        .toList();
  }

  @Test
  void aShuffleMovesNumbersWithinItsWarp() {
    HostArray to = HostArray.bytes(4 * 64);
    host.launch(call("turns_a_warp", 1, new Argument.Address(to)));
    assertEquals(3, to.intAt(0));
    assertEquals(2, to.intAt(31));
    assertEquals(35, to.intAt(32));
    assertEquals(34, to.intAt(63));
  }

  @Test
  void whatIsWrittenBesideAnArrayIsSeen() {
    HostArray four = HostArray.floats(1, 2, 3, 4);
    Place more =
        new Place() {
          @Override
          public long bytes() {
            return 20;
          }

          @Override
          public long address() {
            return four.address();
          }
        };
    host.launch(ElementKernels.reluBack(NumberType.F32, 5, more, 1, more));
    AssertionError seen = assertThrows(AssertionError.class, four::check);
    assertEquals("Something was written at byte 16 of an array of 16", seen.getMessage());
  }
}
