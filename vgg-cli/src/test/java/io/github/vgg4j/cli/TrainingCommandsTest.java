package io.github.vgg4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vgg train}, {@code evaluate} and {@code predict}, on small images of our own. */
class TrainingCommandsTest {

  private static final String FILE = "tiny-vgg.safetensors";

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() throws IOException {
    shell = new Shell(folder);
    shell.makeData();
  }

  @Test
  void trainLearnsSavesAndReportsInOneJsonLine() throws IOException {
    Shell.Outcome outcome = train("--epochs", "6", "--json").expect(0);
    Map<String, String> json = outcome.json();

    assertEquals("TinyVgg", json.get("network"));
    assertEquals("nd4j", json.get("engine"));
    assertEquals("f32", json.get("precision"));
    assertEquals("6", json.get("epochs"));
    assertEquals("42", json.get("seed"));
    assertEquals("200", json.get("train_images"));
    assertEquals(FILE, json.get("out"));
    assertTrue(
        json.keySet()
            .containsAll(List.of("seconds", "images_per_second", "loss", "accuracy", "val_loss")));
    assertTrue(Double.parseDouble(json.get("val_accuracy")) > 0.9, json.toString());
    assertTrue(Files.isRegularFile(folder.resolve(FILE)));
    assertEquals(6, outcome.out().lines().filter(line -> line.startsWith("epoch ")).count());
    assertTrue(outcome.out().contains("epoch 6/6  loss "), outcome.out());
  }

  @Test
  void theSameSeedGivesTheSameFileAndAnotherDoesNot() throws IOException {
    train("--epochs", "1", "--out", "a.safetensors").expect(0);
    train("--epochs", "1", "--out", "b.safetensors").expect(0);
    train("--epochs", "1", "--out", "c.safetensors", "--seed", "7").expect(0);

    byte[] a = Files.readAllBytes(folder.resolve("a.safetensors"));
    assertArrayEquals(a, Files.readAllBytes(folder.resolve("b.safetensors")));
    assertFalse(java.util.Arrays.equals(a, Files.readAllBytes(folder.resolve("c.safetensors"))));
  }

  @Test
  void everyOptimizerScheduleAndAugmentationCanBeAskedFor() throws IOException {
    for (String optimizer : List.of("sgd", "adam", "adamw")) {
      train("--epochs", "1", "--optimizer", optimizer, "--schedule", "constant", "--augment")
          .expect(0);
    }
    train("--epochs", "1", "--momentum", "0.5", "--lr", "0.01", "--limit", "50", "--json")
        .expect(0);
  }

  @Test
  void weightsCanDecayWithEveryOptimizer() {
    for (String optimizer : List.of("sgd", "adam", "adamw")) {
      String out =
          train("--epochs", "1", "--optimizer", optimizer, "--weight-decay", "0.005")
              .expect(0)
              .out();
      assertTrue(out.contains("weightDecay=0.005"), out);
    }
    assertTrue(
        train("--epochs", "1", "--optimizer", "adamw").expect(0).out().contains("Decay=0.01"));
    train("--weight-decay", "-1").complains(2, "weight decay must be at least 0, but is -1.0");
  }

  @Test
  void gradientsCanBeAccumulatedAndClipped() throws IOException {
    Shell.Outcome outcome =
        train("--epochs", "8", "--batch", "8", "--accumulate", "4", "--clip-norm", "5", "--json")
            .expect(0);

    assertTrue(Double.parseDouble(outcome.json().get("val_accuracy")) > 0.9, outcome.out());
    assertTrue(outcome.out().contains("Gradients[clipNorm=5.0, accumulation=4]"), outcome.out());
    assertFalse(train("--epochs", "1").expect(0).out().contains("Gradients"));
    train("--epochs", "1", "--accumulate", "99")
        .complains(1, "An update waits for 99 batches, but the whole run has 7");
  }

  @Test
  void quietPrintsNothingButTheOutcome() {
    Shell.Outcome outcome = train("--epochs", "1", "--quiet").expect(0);

    assertEquals(1, outcome.out().lines().count(), outcome.out());
    assertTrue(outcome.out().startsWith("Saved epoch 1, val_accuracy "), outcome.out());
  }

  @Test
  void badNumbersAreWrongUse() {
    train("--epochs", "0").complains(2, "--epochs must be at least 1, but is 0");
    train("--batch", "-3").complains(2, "--batch must be at least 1, but is -3");
    train("--limit", "0").complains(2, "--limit must be at least 1, but is 0");
    train("--lr", "0").complains(2, "learning rate must be above 0, but is 0.0");
    train("--lr", "fast").complains(2, "'fast'");
    train("--lr", "NaN").complains(2, "learning rate must be above 0, but is NaN");
    train("--momentum", "1").complains(2, "momentum must be in [0, 1), but is 1.0");
    train("--momentum", "0.5", "--optimizer", "adam").complains(2, "--momentum goes with");
    train("--clip-norm", "0").complains(2, "--clip-norm must be above 0, but is 0.0");
    train("--clip-norm", "-1").complains(2, "--clip-norm must be above 0, but is -1.0");
    train("--clip-norm", "NaN").complains(2, "--clip-norm must be above 0, but is NaN");
    train("--accumulate", "0").complains(2, "--accumulate must be at least 1, but is 0");
    train("--optimizer", "lion").complains(2, "lion", "sgd", "adamw");
    train("--seed", "1.5").complains(2, "'1.5'");
    train("--engine", "abacus").complains(2, "There is no engine 'abacus'", "nd4j");
    train("--precision", "f8").complains(2, "f8");
    train("--engine", "nd4j", "--precision", "tf32")
        .complains(2, "Engine nd4j does not compute in tf32, only in f32");
    assertFalse(Files.exists(folder.resolve(FILE)));
  }

  @Test
  void whatCannotBeDoneHereIsAFailureWithARemedy() {
    train("--engine", "cuda").complains(1, "cuda: unavailable", "Add vgg-cuda");
    shell
        .run("train", "--network", "TinyVgg", "--data", "nowhere")
        .complains(1, folder.resolve("nowhere").toString());
  }

  @Test
  void whereWeightsCannotBeSavedIsSaidBeforeTraining() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    for (String out : List.of("data", "file/weights.safetensors")) {
      Shell.Outcome outcome =
          train("--epochs", "1", "--out", out)
              .complains(1, folder.resolve(out).toString(), "with --out");
      assertEquals("", outcome.out());
    }
    train("--epochs", "1", "--out", "new/folder/weights.safetensors").expect(0);
    assertTrue(Files.exists(folder.resolve("new/folder/weights.safetensors")));
  }

  @Test
  void imagesThatDoNotFitTheNetworkAreWrongUse() {
    shell
        .run("train", "--network", "TinyColourVgg", "--data", "data")
        .complains(2, "TinyColourVgg takes images of 3 channels", "have 1");
  }

  @Test
  void imagesThatDoNotFitTheNetworkAreNotEvenDownloaded() {
    Shell.Outcome outcome =
        shell
            .run("train", "--network", "TinyColourVgg", "--data", "full")
            .complains(
                2, "TinyColourVgg takes images of 3 channels, but those of Fashion-MNIST have 1.");
    assertFalse(outcome.err().contains("Download"), outcome.err());
  }

  @Test
  void whereThereAreSeveralNetworksOneMustBeNamed() {
    shell
        .run("train", "--data", "data")
        .complains(2, "Say which network with --network: TinyColourVgg, TinyVgg");
  }

  @Test
  void bundledImagesThatAreNotThereAreNamed() {
    shell.run("train", "--network", "TinyVgg", "--data", "bundled").complains(2, "Add vgg-samples");
  }

  @Test
  void aDataFolderThatIsNotThereIsOneSentence() {
    shell
        .run("train", "--network", "TinyVgg", "--data", "nowhere")
        .complains(1, "vgg: Folder ", "nowhere does not exist, so it lacks train-images");
  }

  @Test
  void brokenImagesNameTheFile() throws IOException {
    Path labels = folder.resolve("data/t10k-labels-idx1-ubyte.gz");
    Files.write(labels, new byte[] {1, 2, 3});

    train().complains(1, labels.toString());
  }

  @Test
  void evaluateMeasuresWhatTrainSaved() throws IOException {
    Map<String, String> trained = train("--epochs", "3", "--json").expect(0).json();
    Map<String, String> json = evaluate("--json").expect(0).json();

    assertEquals(
        Double.parseDouble(trained.get("best_val_accuracy")),
        Double.parseDouble(json.get("accuracy")));
    assertEquals("50", json.get("images"));
    assertEquals(FILE, json.get("weights"));
    assertTrue(
        json.keySet()
            .containsAll(
                List.of("network", "engine", "precision", "seconds", "images_per_second", "loss")));
    assertEquals("10", evaluate("--limit", "10", "--json").expect(0).json().get("images"));
  }

  @Test
  void weightsThatAreMissingCorruptOrAnothersAreNamed() throws IOException {
    evaluate().complains(1, "There is no file " + FILE, "vgg train --network TinyVgg");

    Files.writeString(folder.resolve(FILE), "these are no weights");
    evaluate().complains(1, FILE);

    train("--epochs", "1").expect(0);
    Files.move(folder.resolve(FILE), folder.resolve("tiny-colour-vgg.safetensors"));
    image("lamp.png", 3);
    shell
        .run("predict", "--network", "TinyColourVgg", "lamp.png")
        .complains(1, "tiny-colour-vgg.safetensors", "holds the weights of TinyVgg");
  }

  @Test
  void predictPrintsTheLikeliestClassesOfEachImage() throws IOException {
    train("--epochs", "6").expect(0);
    image("lamp.png", 3);
    image("other.png", 7);

    String out = predict("lamp.png", "other.png").expect(0).out();

    List<String> lines = out.lines().toList();
    assertEquals(8, lines.size(), out);
    assertEquals("lamp.png", lines.get(0));
    assertTrue(lines.get(1).endsWith("  ROW_3"), out);
    assertEquals("other.png", lines.get(4));
    assertTrue(lines.get(5).endsWith("  ROW_7"), out);
    assertEquals(11, predict("lamp.png", "--top", "99").expect(0).out().lines().count());
    assertFalse(predict("lamp.png").out().equals(predict("--invert", "lamp.png").expect(0).out()));
  }

  @Test
  void predictRefusesWhatIsNoImage() throws IOException {
    train("--epochs", "1").expect(0);
    Files.writeString(folder.resolve("notes.txt"), "no image");

    predict("notes.txt").complains(1, "notes.txt is no image that can be read");
    predict("gone.png").complains(1, "There is no file", "gone.png");
    predict("data").complains(1, "data is not a file");
    predict().complains(2, "IMAGE");
    predict("notes.txt", "--top", "0").complains(2, "--top must be at least 1");
  }

  private Shell.Outcome train(String... more) {
    return shell.run(join(List.of("train", "--network", "TinyVgg", "--data", "data"), more));
  }

  private Shell.Outcome evaluate(String... more) {
    return shell.run(join(List.of("evaluate", "--network", "TinyVgg", "--data", "data"), more));
  }

  private Shell.Outcome predict(String... more) {
    return shell.run(join(List.of("predict", "--network", "TinyVgg"), more));
  }

  private static String[] join(List<String> some, String... more) {
    return java.util.stream.Stream.concat(some.stream(), List.of(more).stream())
        .toArray(String[]::new);
  }

  /** An image whose lit row is that of a class. */
  private void image(String name, int row) throws IOException {
    BufferedImage image = new BufferedImage(8, 12, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 8; x++) {
      image.setRGB(x, row + 1, 0xF0F0F0);
    }
    ImageIO.write(image, "png", folder.resolve(name).toFile());
  }
}
