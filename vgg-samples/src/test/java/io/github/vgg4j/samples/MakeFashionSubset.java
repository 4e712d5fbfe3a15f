package io.github.vgg4j.samples;

import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the part of Fashion-MNIST that this module carries: the first 600 training and the first
 * 100 test images of each class, in file order. Run it as a program with the folder of the original
 * files and the folder to write into.
 */
final class MakeFashionSubset {

  static final int TRAIN_IMAGES = 6_000;
  static final int TEST_IMAGES = 1_000;

  private MakeFashionSubset() {}

  /** Two arguments: the folder of the originals, the folder to write into. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("usage: MakeFashionSubset ORIGINALS TARGET");
    }
    FashionMnist.Split split = FashionMnist.in(Path.of(args[0]));
    Path target = Path.of(args[1]);
    Files.createDirectories(target);
    write(split.train().limit(TRAIN_IMAGES), target, "train");
    write(split.test().limit(TEST_IMAGES), target, "t10k");
  }

  private static void write(Dataset part, Path target, String prefix) throws IOException {
    gzip(target.resolve(prefix + "-images-idx3-ubyte.gz"), images(part));
    gzip(target.resolve(prefix + "-labels-idx1-ubyte.gz"), labels(part));
  }

  /** An IDX file of images. */
  static byte[] images(Dataset part) {
    int header = 4 * Integer.BYTES;
    ByteBuffer idx = ByteBuffer.allocate(header + part.size() * part.imageBytes());
    idx.putInt(0x00000803).putInt(part.size()).putInt(part.height()).putInt(part.width());
    for (int i = 0; i < part.size(); i++) {
      part.copyImage(i, idx, header + i * part.imageBytes());
    }
    return idx.array();
  }

  /** An IDX file of labels. */
  static byte[] labels(Dataset part) {
    ByteBuffer idx = ByteBuffer.allocate(2 * Integer.BYTES + part.size());
    idx.putInt(0x00000801).putInt(part.size());
    for (int i = 0; i < part.size(); i++) {
      idx.put((byte) part.label(i));
    }
    return idx.array();
  }

  /** Java's gzip header has no time and no name: the same bytes give the same file. */
  private static void gzip(Path file, byte[] content) throws IOException {
    try (OutputStream out = new BestGzip(Files.newOutputStream(file))) {
      out.write(content);
    }
  }

  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
