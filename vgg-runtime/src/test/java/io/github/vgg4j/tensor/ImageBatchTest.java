package io.github.vgg4j.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ImageBatchTest {

  @Test
  void hasRoomForItsImagesAndTheirLabels() {
    ImageBatch batch = new ImageBatch(4, 3, 5, 7);

    assertEquals(0, batch.count());
    assertEquals(105, batch.imageBytes());
    assertEquals(420, batch.pixels().capacity());
    assertEquals(4, batch.labels().length);
  }

  @Test
  void countsNoMoreImagesThanFit() {
    ImageBatch batch = new ImageBatch(4, 1, 1, 1);
    batch.count(4);

    assertEquals(4, batch.count());
    assertThrows(IllegalArgumentException.class, () -> batch.count(5));
    assertThrows(IllegalArgumentException.class, () -> batch.count(-1));
  }
}
