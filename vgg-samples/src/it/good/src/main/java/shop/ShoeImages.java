package shop;

import io.github.vgg4j.data.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Made-up images: each kind of shoe is bright in one of the three channels, and noise elsewhere.
 */
final class ShoeImages {

  private static final int HEIGHT = 64;
  private static final int WIDTH = 48;
  private static final int PIXELS = HEIGHT * WIDTH;

  private ShoeImages() {}

  /** Labels that take turns. */
  static int[] labels(int images) {
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % Shoe.values().length;
    }
    return labels;
  }

  /** An image for each label: channels, then rows, then columns. */
  static byte[] pixels(int[] labels, long seed) {
    byte[] pixels = new byte[labels.length * 3 * PIXELS];
    Random random = new Random(seed);
    for (int i = 0; i < pixels.length; i++) {
      int channel = i / PIXELS % 3;
      int bright = channel == labels[i / PIXELS / 3] ? 128 : 0;
      pixels[i] = (byte) (bright + random.nextInt(128));
    }
    return pixels;
  }

  /** A data set of images that no other seed gives. */
  static Dataset dataset(int images, long seed) {
    int[] labels = labels(images);
    List<String> names = List.of("trainer", "sandal", "boot");
    return Dataset.of("shoes", 3, HEIGHT, WIDTH, names, pixels(labels, seed), labels);
  }

  /** Writes a picture of a boot. */
  static void writeBoot(Path file) throws IOException {
    byte[] pixels = pixels(new int[] {Shoe.BOOT.ordinal()}, 3);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < PIXELS; i++) {
      int red = pixels[i] & 0xFF;
      int green = pixels[PIXELS + i] & 0xFF;
      int blue = pixels[2 * PIXELS + i] & 0xFF;
      image.setRGB(i % WIDTH, i / WIDTH, red << 16 | green << 8 | blue);
    }
    ImageIO.write(image, "png", file.toFile());
  }
}
