package io.github.vgg4j.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.engine.Calibration;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.file.CorruptFileException;
import io.github.vgg4j.file.SafeTensors;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A calibration is found by images, belongs to the weights, and comes back from their file. */
final class CalibrationFileTest {

  private static final String GOOD = "features.4=1.5 classifier.0=2.25 classifier.3=1.0E-5";

  @TempDir Path folder;

  @Test
  void aCalibrationComesBackFromTheFile() throws IOException {
    Path file = folder.resolve("net.safetensors");
    Map<String, Float> ranges = new LinkedHashMap<>();
    ranges.put("features.4", 1.5f);
    ranges.put("classifier.0", 2.25f);
    ranges.put("classifier.3", 1e-5f);
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      net.parameters().calibration(new Calibration(ranges));
      net.save(file);
    }
    try (SafeTensors.Reader reader = SafeTensors.open(file)) {
      assertEquals(GOOD, reader.metadata().get("vgg4j.int8"));
    }
    try (TinyNetwork loaded = TinyNetwork.TYPE.load(file)) {
      assertEquals(Optional.of(new Calibration(ranges)), loaded.parameters().calibration());
      assertEquals(
          new Calibration(ranges), loaded.parameters().inference(3, Precision.INT8).calibration());
    }
  }

  @Test
  void aFileWithoutOneHasNone() {
    Path file = folder.resolve("plain.safetensors");
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      net.save(file);
    }
    try (TinyNetwork loaded = TinyNetwork.TYPE.load(file)) {
      assertEquals(Optional.empty(), loaded.parameters().calibration());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''| lacks a range for classifier.0, classi",
        "features.4=1.5 classifier.0=2| lacks a range for classifier.3",
        "features.4=NaN classifier.0=2 classifier.3=1| 'features.4=NaN' is no layer with a range",
        "features.4=Infinity classifier.0=2 classifier.3=1| is no layer with a range",
        "features.4=-1 classifier.0=2 classifier.3=1| 'features.4=-1' is no layer with a range",
        "features.4=0 classifier.0=2 classifier.3=1| range of features.4 must be from",
        "features.4=9E99 classifier.0=2 classifier.3=1| range of features.4 must be from",
        "features.4=1E-44 classifier.0=2 classifier.3=1| range of features.4 must be from",
        "features.4=1..2 classifier.0=2 classifier.3=1| 'features.4=1..2' is no layer",
        "features.4=0x1p3 classifier.0=2 classifier.3=1| 'features.4=0x1p3' is no layer",
        "features.4=1 features.4=1 classifier.0=2 classifier.3=1| 'features.4=1' comes twice",
        "features.4=1 features.9=1 classifier.0=2 classifier.3=1| has a range for features.9",
        "features.4=1  classifier.0=2 classifier.3=1| '' is no layer with a range",
        "=1| '=1' is no layer with a range",
        "features.4| 'features.4' is no layer with a range"
      })
  void hostileMetadataIsOneErrorThatNamesFileAndEntry(String text, String fact) throws IOException {
    Path file = write(text);
    CorruptFileException error =
        assertThrows(CorruptFileException.class, () -> Parameters.load(TinyNetwork.PLAN, file));
    String message = error.getMessage();
    assertTrue(
        message.startsWith(
            file + ": its metadata entry vgg4j.int8 is no calibration of this network: "),
        message);
    assertTrue(message.contains(fact.strip()), message);
    assertTrue(message.endsWith("Calibrate the network again, with 'vgg calibrate'"), message);
  }

  @Test
  void longAndUnprintableMetadataIsQuotedShort() throws IOException {
    Path file = write("\u0007" + "x".repeat(100_000));
    CorruptFileException error =
        assertThrows(CorruptFileException.class, () -> Parameters.load(TinyNetwork.PLAN, file));
    assertTrue(error.getMessage().length() < 300 + file.toString().length());
    assertFalse(error.getMessage().contains("\u0007"));
  }

  @Test
  void imagesCalibrateUntilWeightsChange() {
    Engine nd4j = Engines.named("nd4j");
    List<Integer> progress = new ArrayList<>();
    try (TinyNetwork net = TinyNetwork.TYPE.create(3)) {
      net.calibrate(images(20), nd4j, progress::add);
      Calibration found = net.parameters().calibration().orElseThrow();
      assertEquals(
          List.of("features.4", "classifier.0", "classifier.3"),
          List.copyOf(found.ranges().keySet()));
      found.ranges().forEach((name, range) -> assertTrue(range > 0.05 && range < 50, name));
      assertEquals(List.of(16, 20), progress);
      net.calibrate(images(20), nd4j, any -> {});
      assertEquals(Optional.of(found), net.parameters().calibration());
      net.parameters().changed();
      assertEquals(Optional.empty(), net.parameters().calibration());
    }
  }

  @Test
  void anEngineWithoutInt8SaysSo() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(3)) {
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  Engines.named("nd4j")
                      .open(net.plan(), net.parameters().inference(1, Precision.INT8)));
      assertEquals(
          "The nd4j engine computes in f32 only, not in int8. Leave the precision out, or use"
              + " another engine.",
          error.getMessage());
    }
  }

  private Path write(String calibration) throws IOException {
    Path file = folder.resolve("hostile.safetensors");
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (var parameter : TinyNetwork.PLAN.parameters()) {
      tensors.put(parameter.name(), Tensor.zeros(parameter.shape()));
    }
    SafeTensors.write(file, Map.of("vgg4j.int8", calibration), tensors);
    return file;
  }

  private static Dataset images(int count) {
    byte[] pixels = new byte[count * 64];
    new Random(1).nextBytes(pixels);
    return Dataset.of("noise", 1, 8, 8, List.of("LEFT", "RIGHT", "NOISE"), pixels, new int[count]);
  }
}
