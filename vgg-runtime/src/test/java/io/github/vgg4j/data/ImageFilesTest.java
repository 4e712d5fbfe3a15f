package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void readsColoursChannelByChannel(String format) throws IOException {
    BufferedImage image = ImageFiles.read(written(redGreenOverBlueWhite(), format));

    assertArrayEquals(
        new byte[] {-1, 0, 0, -1, 0, -1, 0, -1, 0, 0, -1, -1}, ImageFiles.pixels(image, 3));
  }

  @Test
  void readsGif() throws IOException {
    BufferedImage lines = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    lines.setRGB(1, 0, 0xFFFFFF);

    BufferedImage image = ImageFiles.read(written(lines, "gif"));

    assertArrayEquals(new byte[] {0, -1, 0}, ImageFiles.pixels(image, 1));
  }

  @Test
  void readsJpeg() throws IOException {
    BufferedImage grey = new BufferedImage(16, 8, BufferedImage.TYPE_INT_RGB);
    grey.createGraphics().fillRect(0, 0, 16, 8);

    BufferedImage image = ImageFiles.read(written(grey, "jpg"));

    byte[] white = new byte[128];
    Arrays.fill(white, (byte) 255);
    assertArrayEquals(white, ImageFiles.pixels(image, 1));
  }

  @Test
  void makesGreyByLuma() {
    assertArrayEquals(
        new byte[] {76, (byte) 150, 29, (byte) 255}, ImageFiles.pixels(redGreenOverBlueWhite(), 1));
  }

  @Test
  void keepsTheStoredValuesOfGreyImages() throws IOException {
    BufferedImage grey = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 4, 1, 0, new int[] {0, 51, 128, 255});

    BufferedImage image = ImageFiles.read(written(grey, "png"));

    assertArrayEquals(new byte[] {0, 51, (byte) 128, (byte) 255}, ImageFiles.pixels(image, 1));
    assertArrayEquals(
        new byte[] {0, 51, -128, -1, 0, 51, -128, -1, 0, 51, -128, -1},
        ImageFiles.pixels(image, 3));
  }

  @Test
  void takesTheUpperByteOfSixteenBitGrey() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x33FF, 0xFFFF});

    assertArrayEquals(new byte[] {0x33, -1}, ImageFiles.pixels(grey, 1));
  }

  @Test
  void laysTransparentPixelsOverWhite() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00000000);
    image.setRGB(1, 0, 0xFF000000);
    image.setRGB(2, 0, 0x80000000);

    assertArrayEquals(new byte[] {-1, 0, 127}, ImageFiles.pixels(image, 1));
  }

  @Test
  void hasOneOrThreeChannels() {
    assertEquals(
        "Images have 1 or 3 channels, not 2",
        assertThrows(
                IllegalArgumentException.class, () -> ImageFiles.pixels(redGreenOverBlueWhite(), 2))
            .getMessage());
  }

  @Test
  void namesAFileThatIsMissingAFolderOrNoImage() throws IOException {
    Path missing = folder.resolve("missing.png");
    assertEquals("There is no file " + missing + "; check the path", fault(missing));
    assertEquals(folder + " is not a file; name an image file", fault(folder));
    Path text = Files.writeString(folder.resolve("text.png"), "not an image");
    assertEquals(text + " is no image that can be read; use PNG, JPEG, BMP or GIF", fault(text));
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    assertEquals(empty + " is no image that can be read; use PNG, JPEG, BMP or GIF", fault(empty));
  }

  @Test
  void refusesAnImageOfTooManyPixelsBeforeItDecodes() throws IOException {
    Path bomb = Files.write(folder.resolve("bomb.png"), pngHeader(60_000, 50_000));

    assertEquals(
        bomb + " has 60000x50000 pixels, more than 100000000; make it smaller", fault(bomb));
  }

  @Test
  void meetsBrokenImagesWithAnExceptionThatNamesTheFile() throws IOException {
    for (String format : new String[] {"png", "gif", "bmp", "jpg"}) {
      byte[] good = Files.readAllBytes(written(redGreenOverBlueWhite(), format));
      long seed = 7;
      Random random = new Random(seed);
      for (int i = 0; i < 150; i++) {
        byte[] mutant = Arrays.copyOf(good, 1 + random.nextInt(good.length));
        mutant[random.nextInt(mutant.length)] ^= (byte) (1 << random.nextInt(8));
        Path file = Files.write(folder.resolve("mutant." + format), mutant);
        try {
          ImageFiles.pixels(ImageFiles.read(file), 3);
        } catch (IOException e) {
          assertTrue(e.getMessage().startsWith(file.toString()), "seed " + seed + ", " + i);
        }
      }
    }
  }

  private static String fault(Path file) {
    return assertThrows(IOException.class, () -> ImageFiles.read(file)).getMessage();
  }

  private Path written(BufferedImage image, String format) throws IOException {
    Path file = folder.resolve("image." + format);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    return file;
  }

  private static BufferedImage redGreenOverBlueWhite() {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xFF0000);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(0, 1, 0x0000FF);
    image.setRGB(1, 1, 0xFFFFFF);
    return image;
  }

  /** Signature, IHDR for 8-bit RGB, and the start of a data chunk. */
  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(chunk);
    out.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.toByteArray());
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    DataOutputStream file = new DataOutputStream(png);
    file.writeLong(0x89504E470D0A1A0AL);
    file.writeInt(13);
    file.write(chunk.toByteArray());
    file.writeInt((int) crc.getValue());
    file.writeInt(100);
    file.write("IDAT".getBytes(StandardCharsets.US_ASCII));
    return png.toByteArray();
  }
}
