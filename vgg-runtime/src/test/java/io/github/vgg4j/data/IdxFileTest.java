package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.file.CorruptFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

  private static final byte[] TWO_IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255
  };
  private static final byte[] THREE_LABELS = {0, 0, 8, 1, 0, 0, 0, 3, 9, 0, 4};

  @TempDir Path folder;

  @Test
  void readsPlainImages() throws IOException {
    IdxFile.Images images = IdxFile.images(file(TWO_IMAGES));

    assertEquals(2, images.count());
    assertEquals(1, images.height());
    assertEquals(3, images.width());
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, (byte) 255}, images.pixels());
  }

  @Test
  void readsGzippedImagesWhateverTheirName() throws IOException {
    assertArrayEquals(
        new byte[] {1, 2, 3, 4, 5, (byte) 255}, IdxFile.images(file(gzip(TWO_IMAGES))).pixels());
  }

  @Test
  void readsLabels() throws IOException {
    assertArrayEquals(new int[] {9, 0, 4}, IdxFile.labels(file(THREE_LABELS), 10));
    assertArrayEquals(new int[] {9, 0, 4}, IdxFile.labels(file(gzip(THREE_LABELS)), 10));
  }

  @Test
  void refusesALabelThatHasNoClass() {
    assertFault(
        "byte 8 of the uncompressed data: label 9 of image 0, but there are 9 classes",
        () -> IdxFile.labels(file(THREE_LABELS), 9));
  }

  @Test
  void refusesAnotherMagicNumber() {
    assertFault(
        "byte 0 of the uncompressed data: magic number 0x00000801, but a file of images starts"
            + " with 0x00000803",
        () -> IdxFile.images(file(THREE_LABELS)));
    assertFault(
        "byte 0 of the uncompressed data: magic number 0x00000803, but a file of labels starts"
            + " with 0x00000801",
        () -> IdxFile.labels(file(TWO_IMAGES), 10));
  }

  @Test
  void refusesAFileThatEndsAnywhereTooEarly() {
    for (int length = 0; length < TWO_IMAGES.length; length++) {
      byte[] cut = Arrays.copyOf(TWO_IMAGES, length);
      assertFault(
          "byte " + length + " of the uncompressed data: the data ends",
          () -> IdxFile.images(file(cut)));
    }
  }

  @Test
  void refusesAGzipFileThatEndsAnywhereTooEarly() throws IOException {
    byte[] whole = gzip(TWO_IMAGES);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertFault("", () -> IdxFile.images(file(cut)));
    }
  }

  @Test
  void refusesAGzipFileWithAWrongCheckSum() throws IOException {
    byte[] broken = gzip(TWO_IMAGES);
    broken[broken.length - 8] ^= 1;
    assertFault("gzip check sum", () -> IdxFile.images(file(broken)));
  }

  @Test
  void refusesTrailingBytes() {
    byte[] longer = Arrays.copyOf(TWO_IMAGES, TWO_IMAGES.length + 1);
    assertFault(
        "byte 22 of the uncompressed data: more data follows", () -> IdxFile.images(file(longer)));
  }

  @Test
  void refusesSidesOutOfRange() {
    byte[] negative = TWO_IMAGES.clone();
    negative[4] = (byte) 0x80;
    assertFault(
        "byte 4 of the uncompressed data: number of images 2147483650 is out of range",
        () -> IdxFile.images(file(negative)));
    byte[] flat = TWO_IMAGES.clone();
    flat[11] = 0;
    assertFault(
        "byte 8 of the uncompressed data: height 0 is out of range",
        () -> IdxFile.images(file(flat)));
  }

  @Test
  void refusesMoreImagesThanAnArrayHolds() {
    byte[] absurd = TWO_IMAGES.clone();
    Arrays.fill(absurd, 4, 16, (byte) 0x7F);
    assertFault(
        "byte 4 of the uncompressed data: 2139062143 images of 2139062143x2139062143",
        () -> IdxFile.images(file(absurd)));
  }

  @Test
  void doesNotReserveMemoryForImagesThatAreNotThere() {
    byte[] claims = TWO_IMAGES.clone();
    claims[4] = 0x20; // 536,870,914 images of 3 bytes
    assertFault(
        "byte 22 of the uncompressed data: the data ends", () -> IdxFile.images(file(claims)));
  }

  @Test
  void namesAMissingFileAndAFolder() {
    Path missing = folder.resolve("missing");
    assertEquals(
        "There is no file " + missing + "; check the path",
        assertThrows(IOException.class, () -> IdxFile.images(missing)).getMessage());
    assertEquals(
        folder + " is a folder, not an IDX file; name the file in it",
        assertThrows(IOException.class, () -> IdxFile.labels(folder, 10)).getMessage());
  }

  @Test
  void meetsRandomDamageWithACorruptFileExceptionOrImages() throws IOException {
    long seed = 20261122;
    Random random = new Random(seed);
    byte[][] good = {TWO_IMAGES, gzip(TWO_IMAGES)};
    for (int i = 0; i < 2_000; i++) {
      byte[] mutant = good[i % 2].clone();
      for (int k = 0; k <= random.nextInt(3); k++) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      try {
        IdxFile.Images images = IdxFile.images(file(mutant));
        assertEquals(images.pixels().length, images.count() * images.height() * images.width());
      } catch (CorruptFileException e) {
        assertTrue(e.getMessage().contains("test.idx"), "seed " + seed + ", mutant " + i);
      }
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  private void assertFault(String expected, Reading reading) {
    String message = assertThrows(CorruptFileException.class, reading::run).getMessage();
    assertTrue(message.startsWith(folder.resolve("test.idx") + ": "), message);
    assertTrue(message.contains(expected), message);
    assertTrue(message.endsWith("; fetch the file again"), message);
  }

  private Path file(byte[] content) throws IOException {
    Path file = folder.resolve("test.idx");
    Files.deleteIfExists(file); // Some file systems flush what is written over.
    return Files.write(file, content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }
}
