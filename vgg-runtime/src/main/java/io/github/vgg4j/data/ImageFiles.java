package io.github.vgg4j.data;

import java.awt.Dimension;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * Photographs and drawings from files (PNG, JPEG, BMP, GIF: what {@code javax.imageio} reads) to
 * bytes, channel by channel, as a {@link Dataset} has them. Garments of Fashion-MNIST are light on
 * black: a photograph on a light ground must be inverted before it resembles them.
 */
public final class ImageFiles {

  /** Most pixels of an image that is decoded: 400 MB as ints. */
  private static final long MOST_PIXELS = 100_000_000;

  private ImageFiles() {}

  /**
   * Decodes an image file; of an animation the first picture.
   *
   * @throws IOException if there is no such file, it is no image that can be read, or it has more
   *     than 100 million pixels
   */
  public static BufferedImage read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          Files.exists(file)
              ? file + " is not a file; name an image file"
              : "There is no file " + file + "; check the path");
    }
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new IOException(file + " is no image that can be read; use PNG, JPEG, BMP or GIF");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        checkSize(
            file, guarded(file, () -> new Dimension(reader.getWidth(0), reader.getHeight(0))));
        return guarded(file, () -> reader.read(0));
      } finally {
        reader.dispose();
      }
    }
  }

  private static void checkSize(Path file, Dimension size) throws IOException {
    if ((long) size.width * size.height > MOST_PIXELS) {
      throw new IOException(
          file
              + " has "
              + size.width
              + "x"
              + size.height
              + " pixels, more than "
              + MOST_PIXELS
              + "; make it smaller");
    }
  }

  private interface Decoding<T> {
    T run() throws IOException;
  }

  /** The decoders throw IllegalArgumentException and its like at broken files. */
  private static <T> T guarded(Path file, Decoding<T> decoding) throws IOException {
    try {
      return decoding.run();
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          file + " is a broken image (" + e.getMessage() + "); save it again as PNG", e);
    }
  }

  /**
   * The pixels of an image, laid over white where it is transparent.
   *
   * @param channels 3 for red, green, blue; 1 for their luma, {@code 0.299 R + 0.587 G + 0.114 B}
   *     (ITU-R BT.601), or the grey value itself where the image is grey
   * @return channels x height x width unsigned bytes
   * @throws IllegalArgumentException if {@code channels} is neither 1 nor 3
   */
  public static byte[] pixels(BufferedImage image, int channels) {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("Images have 1 or 3 channels, not " + channels);
    }
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] pixels = new byte[Math.multiplyExact(channels, Math.multiplyExact(width, height))];
    boolean grey = isPlainGrey(image.getColorModel());
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      if (grey) {
        greyRow(image, y, row);
      } else {
        image.getRGB(0, y, width, 1, row, 0, width);
      }
      for (int x = 0; x < width; x++) {
        put(pixels, channels, width * height, y * width + x, row[x]);
      }
    }
    return pixels;
  }

  private static void put(byte[] pixels, int channels, int plane, int at, int argb) {
    int alpha = argb >>> 24;
    int red = overWhite(argb >> 16 & 0xFF, alpha);
    int green = overWhite(argb >> 8 & 0xFF, alpha);
    int blue = overWhite(argb & 0xFF, alpha);
    if (channels == 1) {
      pixels[at] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
    } else {
      pixels[at] = (byte) red;
      pixels[plane + at] = (byte) green;
      pixels[2 * plane + at] = (byte) blue;
    }
  }

  private static int overWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }

  /** Grey of 8 or 16 bits, with or without alpha. */
  private static boolean isPlainGrey(ColorModel model) {
    return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !(model instanceof IndexColorModel)
        && (model.getComponentSize(0) == 8 || model.getComponentSize(0) == 16);
  }

  /**
   * Java takes grey for linear light and brightens it in {@code getRGB}; in files it is not, so the
   * stored values are used as they are.
   */
  private static void greyRow(BufferedImage image, int y, int[] row) {
    Raster raster = image.getRaster();
    int shift = image.getColorModel().getComponentSize(0) - 8;
    boolean hasAlpha = image.getColorModel().hasAlpha() && raster.getNumBands() > 1;
    for (int x = 0; x < row.length; x++) {
      int grey = raster.getSample(x, y, 0) >> shift;
      int alpha = hasAlpha ? raster.getSample(x, y, 1) >> shift : 255;
      row[x] = alpha << 24 | grey << 16 | grey << 8 | grey;
    }
  }
}
