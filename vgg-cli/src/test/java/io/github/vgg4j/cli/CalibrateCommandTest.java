package io.github.vgg4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vgg calibrate}. */
class CalibrateCommandTest {

  private static final String FILE = "tiny-vgg.safetensors";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(folder);
    shell.makeData();
  }

  @Test
  void theFileKnowsTheRangesAfterwardsAndPredictsAsBefore() throws IOException {
    train();
    assertFalse(header().contains("vgg4j.int8"), header());
    Shell.Outcome before = evaluate();
    Shell.Outcome outcome = calibrate("--images", "40", "--json").expect(0);

    assertTrue(header().contains("vgg4j.int8"), header());
    assertTrue(outcome.out().contains("tiny-vgg.safetensors is ready for --precision int8"));
    assertTrue(outcome.err().endsWith("40 of 40 images\n"), outcome.err());
    assertEquals("40", outcome.json().get("images"));
    assertEquals("TinyVgg", outcome.json().get("network"));
    assertEquals(accuracy(before), accuracy(evaluate()));
  }

  @Test
  void anotherFileMayTakeTheOutcome() throws IOException {
    train();
    byte[] old = Files.readAllBytes(folder.resolve(FILE));
    calibrate("--out", "ready.safetensors").expect(0);
    assertArrayEquals(old, Files.readAllBytes(folder.resolve(FILE)));
    assertTrue(Files.size(folder.resolve("ready.safetensors")) > old.length);
  }

  @Test
  void trainingAgainForgetsTheRanges() throws IOException {
    train();
    calibrate().expect(0);
    train();
    assertFalse(header().contains("vgg4j.int8"), header());
  }

  @Test
  void wrongUseIsSaid() {
    calibrate().complains(1, "There is no file tiny-vgg.safetensors", "vgg train");
    calibrate("--images", "0").complains(2, "--images must be at least 1, but is 0");
    calibrate("--precision", "int8", "--engine", "nd4j").complains(2, "Leave --precision out");
    shell
        .run("evaluate", "--network", "TinyVgg", "--engine", "nd4j", "--precision", "int8")
        .complains(2, "Engine nd4j does not compute in int8, only in f32");
    shell
        .run("train", "--network", "TinyVgg", "--engine", "nd4j", "--precision", "int8")
        .complains(2, "Engine nd4j does not compute in int8, only in f32");
  }

  private void train() {
    shell
        .run("train", "--network", "TinyVgg", "--data", "data", "--epochs", "1", "--seed", "1")
        .expect(0);
  }

  private Shell.Outcome calibrate(String... more) {
    List<String> args =
        new ArrayList<>(List.of("calibrate", "--network", "TinyVgg", "--data", "data"));
    args.addAll(List.of(more));
    return shell.run(args.toArray(new String[0]));
  }

  private Shell.Outcome evaluate() {
    return shell.run("evaluate", "--network", "TinyVgg", "--data", "data", "--json").expect(0);
  }

  private static String accuracy(Shell.Outcome outcome) throws IOException {
    return outcome.json().get("accuracy") + " " + outcome.json().get("loss");
  }

  private String header() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
    return new String(bytes, 0, Math.min(bytes.length, 4000), StandardCharsets.ISO_8859_1);
  }
}
