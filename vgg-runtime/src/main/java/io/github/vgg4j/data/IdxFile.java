package io.github.vgg4j.data;

import io.github.vgg4j.file.CorruptFileException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Reads the IDX files of MNIST and its relatives, plain or gzipped: unsigned bytes behind a header
 * of big-endian ints (magic, then each side). Every fault names the file and the offset in the
 * uncompressed data. The format: Y. LeCun, "The MNIST database", at the page's end.
 */
public final class IdxFile {

  private static final int IMAGES_MAGIC = 0x00000803;
  private static final int LABELS_MAGIC = 0x00000801;
  private static final int GZIP_MAGIC_0 = 0x1F;
  private static final int GZIP_MAGIC_1 = 0x8B;
  private static final String REMEDY = "; fetch the file again";

  private final String source;
  private final Counted in;

  private IdxFile(String source, Counted in) {
    this.source = source;
    this.in = in;
  }

  /**
   * Images of one channel.
   *
   * @param count number of images
   * @param height of each, in pixels
   * @param width of each, in pixels
   * @param pixels count x height x width unsigned bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier of 47 MB; nobody compares it.
  public record Images(int count, int height, int width, byte[] pixels) {}

  /**
   * The images of a file.
   *
   * @throws CorruptFileException if it is not a whole, sound IDX file of images
   * @throws IOException if it cannot be read
   */
  public static Images images(Path file) throws IOException {
    return read(file, IdxFile::images);
  }

  /**
   * The labels of a file, each from 0 to {@code classes - 1}.
   *
   * @throws CorruptFileException if it is not a whole, sound IDX file of labels below {@code
   *     classes}
   * @throws IOException if it cannot be read
   */
  public static int[] labels(Path file, int classes) throws IOException {
    return read(file, (source, in) -> labels(source, in, classes));
  }

  /** Images from a stream that the caller closes; {@code source} names it in messages. */
  static Images images(String source, InputStream stream) throws IOException {
    return new IdxFile(source, uncompressed(source, stream)).readImages();
  }

  /** Labels from a stream that the caller closes; {@code source} names it in messages. */
  static int[] labels(String source, InputStream stream, int classes) throws IOException {
    return new IdxFile(source, uncompressed(source, stream)).readLabels(classes);
  }

  private interface Body<T> {
    T read(String source, InputStream in) throws IOException;
  }

  private static <T> T read(Path file, Body<T> body) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + " is a folder, not an IDX file; name the file in it");
    }
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      return body.read(file.toString(), stream);
    } catch (NoSuchFileException e) {
      throw new IOException("There is no file " + file + "; check the path", e);
    }
  }

  /** Looks at the first two bytes, not at the name: a browser may have unpacked the file. */
  private static Counted uncompressed(String source, InputStream stream) throws IOException {
    InputStream in = stream.markSupported() ? stream : new BufferedInputStream(stream);
    in.mark(2);
    boolean gzip = in.read() == GZIP_MAGIC_0 && in.read() == GZIP_MAGIC_1;
    in.reset();
    if (!gzip) {
      return new Counted(in);
    }
    try {
      return new Counted(new GZIPInputStream(in, 1 << 16));
    } catch (IOException e) {
      throw new CorruptFileException(source + ": broken gzip header at byte 0" + REMEDY, e);
    }
  }

  private Images readImages() throws IOException {
    readMagic(IMAGES_MAGIC, "images");
    int count = readSide("number of images", 0);
    int height = readSide("height", 1);
    int width = readSide("width", 1);
    long bytes = (long) height * width;
    if (bytes > Integer.MAX_VALUE || count * bytes > Integer.MAX_VALUE - 8) {
      throw fault(
          4, count + " images of " + height + "x" + width + " are more than an array can hold");
    }
    byte[] pixels = readExactly((int) (count * bytes), "images");
    checkEnd();
    return new Images(count, height, width, pixels);
  }

  private int[] readLabels(int classes) throws IOException {
    readMagic(LABELS_MAGIC, "labels");
    int count = readSide("number of labels", 0);
    byte[] bytes = readExactly(count, "labels");
    checkEnd();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = bytes[i] & 0xFF;
      if (labels[i] >= classes) {
        throw fault(
            8 + i,
            "label " + labels[i] + " of image " + i + ", but there are " + classes + " classes");
      }
    }
    return labels;
  }

  private void readMagic(int expected, String what) throws IOException {
    int magic = readInt("magic number");
    if (magic != expected) {
      throw fault(
          0,
          String.format(
              "magic number 0x%08X, but a file of %s starts with 0x%08X", magic, what, expected));
    }
  }

  private int readSide(String what, int least) throws IOException {
    long offset = in.offset;
    int side = readInt(what);
    if (side < least) {
      throw fault(offset, what + " " + (side & 0xFFFFFFFFL) + " is out of range");
    }
    return side;
  }

  private int readInt(String what) throws IOException {
    byte[] b = readExactly(4, what);
    return (b[0] & 0xFF) << 24 | (b[1] & 0xFF) << 16 | (b[2] & 0xFF) << 8 | (b[3] & 0xFF);
  }

  /** Memory grows with what has been read, never with what the header claims. */
  private byte[] readExactly(int length, String what) throws IOException {
    long start = in.offset;
    byte[] bytes;
    try {
      bytes = in.readNBytes(length);
    } catch (IOException e) {
      throw new CorruptFileException(
          source
              + ": broken after byte "
              + in.offset
              + " of the uncompressed data ("
              + what
              + ")"
              + REMEDY,
          e);
    }
    if (bytes.length < length) {
      throw fault(
          start + bytes.length,
          "the data ends, but the " + what + " go to byte " + (start + length));
    }
    return bytes;
  }

  /** Also makes gzip compare its check sum, which stands behind the last byte. */
  private void checkEnd() throws IOException {
    long end = in.offset;
    if (readAtMostOne().length > 0) {
      throw fault(end, "more data follows, but the header says that it ends here");
    }
  }

  private byte[] readAtMostOne() throws IOException {
    try {
      return in.readNBytes(1);
    } catch (IOException e) {
      throw new CorruptFileException(
          source + ": the gzip check sum does not fit, after byte " + in.offset + REMEDY, e);
    }
  }

  private CorruptFileException fault(long offset, String fact) {
    return new CorruptFileException(
        source + ": byte " + offset + " of the uncompressed data: " + fact + REMEDY);
  }

  /** Knows how far it has read, which gzip does not tell. */
  private static final class Counted extends FilterInputStream {
    private long offset;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      offset += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int n = super.read(bytes, from, length);
      offset += Math.max(n, 0);
      return n;
    }
  }
}
