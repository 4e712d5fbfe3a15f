package io.github.vgg4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.cli.Vgg;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.tensor.Tensor;
import io.github.vgg4j.train.Trainer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From trained weights to int8, as a user goes, on real images. */
class Int8Test {

  private static final String FILE = "fashion-vgg-small.safetensors";

  @TempDir Path folder;

  @BeforeEach
  void needsInt8() {
    assumeTrue(
        Engines.auto().precisions().contains(Precision.INT8),
        "No engine here computes in int8; see 'vgg engines'");
  }

  @Test
  void calibratedWeightsTellNearlyAllImagesApartAsInFloat32() throws IOException {
    Dataset test = FashionMnist.bundled().orElseThrow().test().limit(500);
    Dataset train = FashionMnist.bundled().orElseThrow().train();
    Path file = folder.resolve(FILE);
    try (FashionVggSmallNetwork net = FashionVggSmallNetwork.create(42)) {
      Trainer.of(net).epochs(1).fit(train.limit(1500));
      net.calibrate(train.limit(100));
      net.save(file);
      double exact = Trainer.of(net).evaluate(test).accuracy();
      double rounded = Trainer.of(net).precision(Precision.INT8).evaluate(test).accuracy();
      assertTrue(exact > 0.6, "nothing was learned: " + exact);
      assertEquals(exact, rounded, 0.01);
    }
    try (FashionVggSmallNetwork net = FashionVggSmallNetwork.load(file)) {
      net.precision(Precision.INT8);
      try (Tensor images = net.prepare(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY));
          Tensor logits = net.infer(images)) {
        assertEquals(10, Network.probabilities(logits)[0].length);
      }
    }
    vgg(0, "evaluate", "--precision", "int8", "--limit", "100");
    ImageIO.write(
        new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("black.png").toFile());
    assertTrue(vgg(0, "predict", "--precision", "int8", "black.png").startsWith("black.png"));
  }

  @Test
  void whoHasNotCalibratedIsToldTheCommand() {
    try (FashionVggSmallNetwork net = FashionVggSmallNetwork.create(1)) {
      net.save(folder.resolve(FILE));
    }
    assertEquals(
        "vgg: fashion-vgg-small.safetensors has not been calibrated, which int8 needs. Run"
            + " 'vgg calibrate --network FashionVggSmall' once.\n"
            + "Try 'vgg evaluate --help'.\n",
        vgg(2, "evaluate", "--precision", "int8"));
  }

  @Test
  void benchNeedsNoCalibrationAndShowsFastCodeOnly() {
    String printed =
        vgg(
            0,
            "bench",
            "--network",
            "FashionVgg11",
            "--mode",
            "infer",
            "--precision",
            "int8",
            "--batch",
            "2",
            "--steps",
            "2",
            "--warmup",
            "0",
            "--layers");
    assertTrue(printed.contains("vnni") || printed.contains("amx"), printed);
    assertTrue(!printed.contains("ref:"), printed);
  }

  @Test
  void trainingInInt8IsRefusedWithTheFix() {
    String said = vgg(1, "train", "--precision", "int8", "--limit", "100", "--epochs", "1");
    assertTrue(said.contains("Train in bf16 or f32, calibrate, and infer in int8."), said);
  }

  /** Standard output, or standard error where it fails. */
  private String vgg(int code, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int ended =
        Vgg.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            folder,
            args);
    assertEquals(code, ended, out.toString(StandardCharsets.UTF_8) + err);
    return (code == 0 ? out : err).toString(StandardCharsets.UTF_8);
  }
}
