package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {

  private static final Dataset SIX =
      Dataset.of(
          "six",
          1,
          1,
          2,
          List.of("cat", "dog", "eel"),
          new byte[] {0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51},
          new int[] {2, 2, 2, 0, 1, 0});

  @Test
  void givesImagesByIndex() {
    ByteBuffer target = ByteBuffer.allocate(5);

    SIX.copyImage(2, target, 1);

    assertArrayEquals(new byte[] {0, 20, 21, 0, 0}, target.array());
    assertEquals(0, target.position());
    assertEquals(2, SIX.label(2));
    assertEquals(3, SIX.classes());
    assertEquals(2, SIX.imageBytes());
    assertEquals("six (6 images of 1x1x2)", SIX.toString());
  }

  @Test
  void refusesAnImageThatIsNotThere() {
    ByteBuffer target = ByteBuffer.allocate(2);
    assertThrows(IndexOutOfBoundsException.class, () -> SIX.copyImage(6, target, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> SIX.copyImage(-1, target, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> SIX.copyImage(0, target, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> SIX.label(6));
  }

  @Test
  void isLimitedByTurnsOfTheClassesInFileOrder() {
    assertEquals(List.of(3), images(SIX.limit(1)));
    assertEquals(List.of(0, 3, 4), images(SIX.limit(3)));
    assertEquals(List.of(0, 3, 4, 5), images(SIX.limit(4)));
    assertEquals(List.of(0, 1, 3, 4, 5), images(SIX.limit(5)));
  }

  @Test
  void isLimitedAgain() {
    Dataset part = SIX.limit(5).limit(3);

    assertEquals(List.of(0, 3, 4), images(part));
    assertEquals("six, 5 of 6, 3 of 5", part.name());
    assertEquals(List.of("cat", "dog", "eel"), part.labelNames());
    assertEquals(2, part.label(0));
  }

  @Test
  void isItselfWhenLimitedToAllOrMore() {
    assertSame(SIX, SIX.limit(6));
    assertSame(SIX, SIX.limit(1_000));
  }

  @Test
  void cannotBeLimitedToNothing() {
    assertEquals(
        "A data set cannot be limited to 0 images: give at least 1",
        assertThrows(IllegalArgumentException.class, () -> SIX.limit(0)).getMessage());
  }

  @Test
  void refusesCountsAndLabelsThatDisagree() {
    List<String> names = List.of("a", "b");
    assertEquals(
        "1 labels go with 4 bytes of 1x2x2 images, but there are 3",
        assertThrows(
                IllegalArgumentException.class,
                () -> Dataset.of("x", 1, 2, 2, names, new byte[3], new int[1]))
            .getMessage());
    assertEquals(
        "Image 1 has label 2, but there are 2 classes",
        assertThrows(
                IllegalArgumentException.class,
                () -> Dataset.of("x", 1, 1, 1, names, new byte[2], new int[] {0, 2}))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Dataset.of("x", 0, 1, 1, names, new byte[0], new int[0]));
  }

  private static List<Integer> images(Dataset data) {
    ByteBuffer target = ByteBuffer.allocate(2);
    return IntStream.range(0, data.size())
        .mapToObj(
            i -> {
              data.copyImage(i, target, 0);
              return target.get(0) / 10;
            })
        .toList();
  }
}
