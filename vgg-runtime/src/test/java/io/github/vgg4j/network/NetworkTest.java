package io.github.vgg4j.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class NetworkTest {

  @Test
  void eachImagesLogitsAreTheSameAloneAndInABatch() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1);
        Tensor three = Tensor.zeros(3, 1, 8, 8);
        Tensor one = Tensor.zeros(1, 1, 8, 8)) {
      for (int i = 0; i < three.elements(); i++) {
        three.buffer().put(i, (i * 37 % 101) / 101f);
      }
      one.buffer().put(0, three.buffer(), 64, 64);
      try (Tensor all = net.infer(three);
          Tensor second = net.infer(one)) {
        assertArrayEquals(new int[] {3, 3}, all.shape());
        for (int c = 0; c < 3; c++) {
          assertEquals(all.buffer().get(3 + c), second.buffer().get(c), 1e-5);
        }
      }
    }
  }

  @Test
  void changedWeightsShowInTheNextLogits() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1);
        Tensor image = Tensor.zeros(1, 1, 8, 8)) {
      net.infer(image).close();
      net.parameters().tensor("classifier.3.bias").buffer().put(new float[] {7, 8, 9});
      net.parameters().changed();
      try (Tensor logits = net.infer(image)) {
        float[] numbers = logits.toArray();
        assertTrue(numbers[0] > 5 && numbers[2] > numbers[0], logits.toString());
      }
    }
  }

  @Test
  void picturesAreResizedMadeGreyAndNormalized() {
    BufferedImage red = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      red.setRGB(i % 16, i / 16, 0xFF0000);
    }
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      net.parameters().normalization(Normalization.FASHION_MNIST);
      try (Tensor images = net.prepare(red, red)) {
        assertArrayEquals(new int[] {2, 1, 8, 8}, images.shape());
        // Rec. 601: 0.299 * 255 = 76; (76 / 255 - 0.2860) / 0.3530.
        assertEquals(0.034094, images.buffer().get(100), 1e-4);
      }
    }
  }

  @Test
  void aTensorOfAnotherShapeIsRefusedWithBothShapes() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1);
        Tensor wrong = Tensor.zeros(2, 1, 8, 9);
        Tensor none = Tensor.zeros(0, 1, 8, 8)) {
      Throwable error = assertThrows(IllegalArgumentException.class, () -> net.infer(wrong));
      assertEquals(
          "Tiny takes n x 1 x 8 x 8 with at least one image, but the tensor is [2, 1, 8, 9]",
          error.getMessage());
      assertThrows(IllegalArgumentException.class, () -> net.infer(none));
    }
  }

  @Test
  void aMissingImageFileIsNamed() {
    try (TinyNetwork net = TinyNetwork.TYPE.create(1)) {
      Path missing = Path.of("no-such-image.png");
      Throwable error = assertThrows(UncheckedIOException.class, () -> net.prepare(missing));
      assertTrue(error.getMessage().contains("no-such-image.png"), error.getMessage());
    }
  }
}
