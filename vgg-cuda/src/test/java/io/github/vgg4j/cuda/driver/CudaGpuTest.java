package io.github.vgg4j.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.cuda.FakeCuda;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A device from opening to closing, on a driver that runs everything as late as CUDA allows and,
 * where it is told to, copies as early.
 */
final class CudaGpuTest {

  private static final String PROGRAMS = "io.github.vgg4j.cuda.driver.GpuPrograms";
  private static final Map<String, String> EAGER = Map.of("FAKE_CUDA_EAGER", "1");

  @TempDir static Path folder;
  private static FakeCuda fake;

  @BeforeAll
  static void compile() throws IOException, InterruptedException {
    fake = FakeCuda.in(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"life", "inputs", "readings"})
  void numbersArriveWhetherCopiesRunLateOrAtOnce(String program) throws Exception {
    fake.run(Map.of(), PROGRAMS, program).leftNothing();
    fake.run(EAGER, PROGRAMS, program).leftNothing();
  }

  @Test
  void kernelsOfOneSourceShareAModule() throws Exception {
    FakeCuda.Run run = fake.run(Map.of(), PROGRAMS, "life");

    assertEquals(
        List.of("module kernels.cu for 90", "module mixed.cu for 90"), run.lines("module"));
    assertEquals("launch add 4x64", run.lines("launch").get(0));
  }

  @Test
  void aBatchGoesUpBeforeTheStepOnTheOtherOneHasRun() throws Exception {
    List<String> report = fake.run(EAGER, PROGRAMS, "inputs").lines("run copy");

    // The first write to a place waits for everything; the third one of all goes up while the
    // reader of the second has not begun, and the fourth has to wait for that reader.
    assertEquals(
        List.of(
            "run copy of 4000",
            "run copy",
            "run copy of 4000",
            "run copy of 4000",
            "run copy",
            "run copy of 4000"),
        report.subList(0, 6));
  }

  @Test
  void anAnswerIsWaitedForWhenTheNextStepHasBeenAskedFor() throws Exception {
    FakeCuda.Run run = fake.run(Map.of(), PROGRAMS, "readings");

    run.leftNothing();
    assertEquals(
        List.of("launch add", "launch add", "run add", "launch add", "run add", "launch add"),
        run.lines("").stream()
            .filter(line -> line.matches("(launch|run) add.*"))
            .map(line -> line.replaceFirst(" \\d+x\\d+", ""))
            .limit(6)
            .toList());
  }

  @Test
  void aGraphRunsItsStepsInOrderAndACaptureAlwaysEnds() throws Exception {
    FakeCuda.Run run = fake.run(Map.of(), PROGRAMS, "graph");

    run.leftNothing();
    assertEquals(
        List.of("begin capture, mode 1", "begin capture, mode 1"), run.lines("begin capture"));
    assertEquals(2, run.lines("end capture").size());
    assertEquals(
        List.of("capture fill 4x64", "capture fill 4x64", "capture add 4x64", "capture add 4x64"),
        run.lines("capture"));
    // Two runs, and to measure one before the watch starts and four.
    assertEquals(7, run.lines("launch graph of 3").size());
  }

  @Test
  void aDeviceThatIsFullSaysSoAndGoesOn() throws Exception {
    fake.run(Map.of("FAKE_CUDA_MEMORY", "100000"), PROGRAMS, "memory").leftNothing();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "700 | cudaErrorIllegalAddress (an illegal memory access was encountered) | a kernel is"
            + " wrong: please report it",
        "214 | cudaErrorECCUncorrectable (uncorrectable ECC error encountered) | the GPU's memory"
            + " or link is failing",
        "999 | cudaErrorFake (an error of the fake) | look for 'Xid' in the system's log"
      })
  void aLostDeviceTellsWhatHappenedAndWhatToDo(String code, String error, String advice)
      throws Exception {
    FakeCuda.Run run =
        fake.run(Map.of("FAKE_CUDA_LOST_AT", "3", "FAKE_CUDA_LOST_CODE", code), PROGRAMS, "lost");

    run.leftNothing();
    assertTrue(
        run.out()
            .startsWith(
                "Fake GPU A is lost to this process: "
                    + error
                    + ", told when it was asked to finish its work. The last checkpoint is intact:"
                    + " start again and go on from it. If it happens again, "),
        run.out());
    assertTrue(run.out().contains(advice), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"opening", "mistakes"})
  void failuresLeaveNothingBehind(String program) throws Exception {
    fake.run(Map.of(), PROGRAMS, program).leftNothing();
  }
}
