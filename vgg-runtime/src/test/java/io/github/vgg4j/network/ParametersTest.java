package io.github.vgg4j.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.file.CorruptFileException;
import io.github.vgg4j.file.SafeTensors;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParametersTest {

  @TempDir Path folder;

  @Test
  void aSavedNetworkComesBackBitForBitWithItsNormalization() {
    Path file = folder.resolve("tiny.safetensors");
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      net.parameters().normalization(Normalization.FASHION_MNIST);
      net.save(file);
      try (TinyNetwork loaded = TinyNetwork.TYPE.load(file)) {
        assertEquals(Normalization.FASHION_MNIST, loaded.parameters().normalization());
        for (var parameter : TinyNetwork.PLAN.parameters()) {
          assertArrayEquals(
              net.parameters().tensor(parameter.name()).toArray(),
              loaded.parameters().tensor(parameter.name()).toArray(),
              parameter.name());
        }
      }
    }
  }

  @Test
  void heWeightsFillTheirBoundAndBiasesAreZero() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(7)) {
      float[] weights = net.parameters().tensor("classifier.0.weight").toArray();
      float bound = (float) Math.sqrt(6.0 / 24);
      float largest = 0;
      double sum = 0;
      for (float weight : weights) {
        largest = Math.max(largest, Math.abs(weight));
        sum += weight;
      }
      assertTrue(largest <= bound && largest > 0.95 * bound, "largest " + largest);
      assertEquals(0, sum / weights.length, 0.05);
      assertArrayEquals(new float[10], net.parameters().tensor("classifier.0.bias").toArray());
      assertArrayEquals(
          new float[] {1, 1, 1, 1}, net.parameters().tensor("features.1.weight").toArray());
    }
  }

  @Test
  void theSameSeedGivesTheSameWeightsAndAnotherDoesNot() {
    try (TinyNetwork one = TinyNetwork.TYPE.create(5);
        TinyNetwork same = TinyNetwork.TYPE.create(5);
        TinyNetwork other = TinyNetwork.TYPE.create(6)) {
      float[] weights = one.parameters().tensor("features.0.weight").toArray();
      assertArrayEquals(weights, same.parameters().tensor("features.0.weight").toArray());
      float first = other.parameters().tensor("features.0.weight").toArray()[0];
      assertFalse(weights[0] == first);
    }
  }

  @Test
  void pytorchsBatchCountersAreIgnored() throws IOException {
    Map<String, Tensor> tensors = tensors();
    tensors.put("features.1.num_batches_tracked", Tensor.zeros(1));
    Path file = folder.resolve("torch.safetensors");
    SafeTensors.write(file, Map.of(), tensors);
    try (TinyNetwork loaded = TinyNetwork.TYPE.load(file)) {
      assertEquals(Normalization.UNIT, loaded.parameters().normalization());
    }
  }

  @Test
  void anotherNetworksFileIsRefusedByName() {
    Path file = folder.resolve("tiny.safetensors");
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      net.save(file);
    }
    var other = Architecture.builder().input(1, 8, 8).block(1, 4).hidden(4).classes(3).plan();
    CorruptFileException error =
        assertThrows(CorruptFileException.class, () -> Parameters.load(other, file));
    assertEquals(
        file
            + ": holds the weights of Tiny; has features.1.bias, features.1.running_mean,"
            + " features.1.running_var and 7 more that this network has not. Take a file of the"
            + " same network",
        error.getMessage());
  }

  @Test
  void aParameterOfAnotherShapeIsNamedWithBothShapes() throws IOException {
    Map<String, Tensor> tensors = tensors();
    tensors.put("classifier.3.bias", Tensor.zeros(4));
    Path file = folder.resolve("wrong.safetensors");
    SafeTensors.write(file, Map.of(), tensors);
    UncheckedIOException error =
        assertThrows(UncheckedIOException.class, () -> TinyNetwork.TYPE.load(file));
    assertTrue(error.getMessage().contains("classifier.3.bias"), error.getMessage());
    assertTrue(error.getMessage().contains("[4], but [3] is wanted"), error.getMessage());
  }

  @Test
  void anUnwritableTargetLeavesTheOldFileAlone() throws IOException {
    Path target = folder.resolve("taken");
    Files.createDirectory(target);
    Files.writeString(target.resolve("inside"), "kept");
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      UncheckedIOException error = assertThrows(UncheckedIOException.class, () -> net.save(target));
      assertTrue(error.getMessage().contains(target.toString()), error.getMessage());
    }
    assertEquals("kept", Files.readString(target.resolve("inside")));
    try (var files = Files.list(folder)) {
      assertEquals(List.of(target), files.toList());
    }
  }

  private static Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (var parameter : TinyNetwork.PLAN.parameters()) {
      tensors.put(parameter.name(), Tensor.zeros(parameter.shape()));
    }
    return tensors;
  }
}
