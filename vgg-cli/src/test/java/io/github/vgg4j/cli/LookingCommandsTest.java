package io.github.vgg4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vgg list}, {@code summary}, {@code engines}, help, and wrong use of all of them. */
class LookingCommandsTest {

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @Test
  void listShowsEveryNetworkOnTheClassPath() {
    String out = shell.run("list").expect(0).out();

    assertEquals(
        """
        network        input            classes    parameters  MMAC/image
        TinyColourVgg  3 x 8 x 8             10           572         0.0
        TinyVgg        1 x 12 x 8            10         1,018         0.0
        """,
        out);
  }

  @Test
  void summaryShowsEveryLayerAndBlockWithTheTotals() {
    String out = shell.run("summary", "TinyVgg", "--batch", "2").expect(0).out();

    assertTrue(out.contains("TinyVgg: 1 x 12 x 8 -> 10 classes"), out);
    assertTrue(out.contains("features.0    conv 3x3"), out);
    assertTrue(out.contains("classifier.0  dense"), out);
    assertTrue(out.contains("block 1"), out);
    assertTrue(out.contains("1,018"), out);
    assertTrue(out.contains("Training with Adam at batch 2 needs"), out);
    assertTrue(out.contains("Inference at batch 2 needs"), out);
    assertTrue(out.contains("KiB  scratch of operations"), out);
    assertTrue(out.contains("KiB  features.0, conv 1 -> "), out);
    assertTrue(out.contains("Labels: ROW_0, ROW_1"), out);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void summaryNamesTheLargestBatchThatThisMachineHolds() {
    String fits = shell.run("summary", "TinyVgg").expect(0).out();

    assertTrue(
        Pattern.compile("This machine has [0-9.,]+ [GM]iB left: up to batch [0-9,]+ fits\\.")
            .matcher(fits)
            .find(),
        fits);
  }

  @Test
  void drawingShowsTheMemoryOfTheBatch() {
    String out = shell.run("draw", "TinyVgg", "--batch", "1000").expect(0).out();

    assertTrue(out.startsWith("<svg "), out);
    assertTrue(out.contains("training at batch 1,000 needs "), out);
    shell.run("draw", "TinyVgg", "--batch", "0").complains(2, "--batch must be at least 1");
  }

  @Test
  void summaryOfAnUnknownNetworkNamesTheNearest() {
    shell.run("summary", "TinyVg").complains(2, "Did you mean TinyVgg?", "vgg summary --help");
  }

  @Test
  void summaryNeedsANameAndAPossibleBatch() {
    shell.run("summary").complains(2, "NAME");
    shell.run("summary", "TinyVgg", "--batch", "0").complains(2, "--batch must be at least 1");
    shell.run("summary", "TinyVgg", "--batch", "many").complains(2, "'many'");
  }

  @Test
  void enginesSaysWhatRunsAndWhatToDoAboutTheRest() {
    String out = shell.run("engines").expect(0).out();

    assertTrue(out.startsWith("nd4j: available"), out);
    assertTrue(out.contains("cuda: unavailable, not on the class path. Add vgg-cuda"), out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list",
        "summary",
        "draw",
        "train",
        "evaluate",
        "predict",
        "calibrate",
        "engines",
        "bench"
      })
  void everyCommandHelpsWithExamples(String command) {
    String out = shell.run(command, "--help").expect(0).out();

    assertTrue(out.startsWith("Usage: vgg " + command), out);
    assertTrue(out.contains("Example"), out);
    assertTrue(out.contains("vgg " + command), out);
    assertTrue(shell.run("--help").out().contains(command));
  }

  @Test
  void versionNamesJavaToo() {
    String out = shell.run("--version").expect(0).out();

    assertTrue(out.startsWith("VGG4J "), out);
    assertTrue(out.contains("Java " + Runtime.version()), out);
  }

  @Test
  void unknownCommandsAndOptionsAreWrongUseWithASuggestion() {
    shell.run("trian").complains(2, "'trian'", "vgg train");
    shell.run("train", "--epoch", "3").complains(2, "--epoch", "--epochs");
    shell.run("list", "more").complains(2, "'more'");
    shell.run().complains(2, "Say what to do");
  }

  @Test
  void aStackTraceComesOnlyToThoseWhoAsk() {
    assertFalse(shell.run("summary", "Nope").err().contains("\tat "));
    assertTrue(shell.run("summary", "Nope", "--verbose").err().contains("\tat "));
    assertTrue(shell.run("--verbose", "summary", "Nope").err().contains("\tat "));
  }
}
