package io.github.vgg4j.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.vgg4j.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weights as safetensors: a little-endian header length, a JSON header, the numbers one tensor
 * after the other. Nothing in such a file can run code. The format:
 * https://github.com/huggingface/safetensors, section "Format".
 */
public final class SafeTensors {

  static final int LENGTH_BYTES = 8;
  private static final int ALIGNMENT = 8;

  /** Numbers that one buffer can hold. */
  private static final int MOST_AT_ONCE = 1 << 28;

  static final String METADATA = "__metadata__";
  private static final int CHUNK_BYTES = 1 << 20;

  private SafeTensors() {}

  /**
   * Writes tensors as float32, in the map's order, through {@link AtomicFile}; the header and the
   * size are read back before the file takes its name.
   *
   * @param metadata free text by key, written in the map's order
   * @param tensors by name; {@code __metadata__} is not allowed as a name
   * @throws IOException if the file cannot be written; then an older one is as it was
   */
  public static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    if (tensors.containsKey(METADATA)) {
      throw new IllegalArgumentException("A tensor cannot be called " + METADATA);
    }
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, header(metadata, tensors));
          ByteBuffer chunk = chunk(CHUNK_BYTES);
          for (Tensor tensor : tensors.values()) {
            writeNumbers(channel, tensor.buffer(), chunk);
          }
        },
        written -> verify(written, metadata, tensors));
  }

  /**
   * Opens a file and checks its whole header, without reading a number.
   *
   * @throws CorruptFileException if it is not a sound safetensors file
   * @throws IOException if it cannot be read
   */
  public static Reader open(Path file) throws IOException {
    return Reader.open(file);
  }

  private static ByteBuffer chunk(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The length and the header, padded with spaces so that the numbers start at a multiple of 8. */
  private static ByteBuffer header(Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
          out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
      }
      long offset = 0;
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        offset = writeEntry(out, entry.getKey(), entry.getValue(), offset);
      }
      out.writeEndObject();
    }
    while (json.size() % ALIGNMENT != 0) {
      json.write(' ');
    }
    return ByteBuffer.allocate(LENGTH_BYTES + json.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.size())
        .put(json.toByteArray())
        .flip();
  }

  private static long writeEntry(JsonGenerator out, String name, Tensor tensor, long begin)
      throws IOException {
    long end = begin + tensor.elements() * (long) Float.BYTES;
    out.writeObjectFieldStart(name);
    out.writeStringField("dtype", DType.F32.name());
    out.writeFieldName("shape");
    int[] shape = tensor.shape();
    out.writeArray(shape, 0, shape.length);
    out.writeFieldName("data_offsets");
    out.writeArray(new long[] {begin, end}, 0, 2);
    out.writeEndObject();
    return end;
  }

  private static void writeNumbers(FileChannel channel, FloatBuffer numbers, ByteBuffer chunk)
      throws IOException {
    while (numbers.hasRemaining()) {
      int count = Math.min(numbers.remaining(), CHUNK_BYTES / Float.BYTES);
      chunk.clear();
      chunk.asFloatBuffer().put(numbers.slice(numbers.position(), count));
      chunk.limit(count * Float.BYTES);
      numbers.position(numbers.position() + count);
      AtomicFile.writeFully(channel, chunk);
    }
  }

  private static void verify(
      Path written, Map<String, String> metadata, Map<String, Tensor> tensors) throws IOException {
    try (Reader reader = open(written)) {
      boolean same =
          reader.metadata().equals(metadata)
              && List.copyOf(reader.names()).equals(List.copyOf(tensors.keySet()));
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        List<Integer> shape = Arrays.stream(entry.getValue().shape()).boxed().toList();
        same = same && reader.shape(entry.getKey()).equals(shape);
      }
      if (!same) {
        throw new CorruptFileException(
            written + ": what was read back is not what was written; check the disk");
      }
    }
  }

  /** An open file; tensors are read one by one, in any order. For one thread. */
  public static final class Reader implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final SafeTensorsHeader header;
    private @Nullable ByteBuffer chunk;

    private Reader(Path file, FileChannel channel, SafeTensorsHeader header) {
      this.file = file;
      this.channel = channel;
      this.header = header;
    }

    private static Reader open(Path file) throws IOException {
      if (Files.isDirectory(file)) {
        throw new IOException(file + " is a folder, not a safetensors file; name the file in it");
      }
      FileChannel channel;
      try {
        channel = FileChannel.open(file, StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        throw new IOException("There is no file " + file + "; check the path", e);
      }
      try {
        return new Reader(file, channel, SafeTensorsHeader.read(file, channel));
      } catch (IOException | RuntimeException | Error e) {
        channel.close();
        throw e;
      }
    }

    /** The free text of the header; empty if there is none. */
    public Map<String, String> metadata() {
      return header.metadata();
    }

    /** Names of the tensors, in the header's order. */
    public Set<String> names() {
      return header.entries().keySet();
    }

    /**
     * Sides of one tensor; none for a scalar.
     *
     * @throws CorruptFileException if the file has no tensor of that name
     */
    public List<Integer> shape(String name) throws CorruptFileException {
      return entry(name).shape();
    }

    /**
     * Number format of one tensor.
     *
     * @throws CorruptFileException if the file has no tensor of that name
     */
    public DType dtype(String name) throws CorruptFileException {
      return entry(name).dtype();
    }

    /**
     * Reads one tensor; F16, BF16 and F64 become float32.
     *
     * @param into receives the numbers; its shape must be the file's
     * @throws CorruptFileException if the file has no such tensor, or it has another shape, or
     *     whole numbers
     * @throws IOException if it cannot be read
     */
    public void read(String name, Tensor into) throws IOException {
      SafeTensorsHeader.Entry entry = entry(name);
      List<Integer> wanted = Arrays.stream(into.shape()).boxed().toList();
      if (!entry.shape().equals(wanted)) {
        throw fault(
            name,
            "has shape " + entry.shape() + ", but " + wanted + " is wanted",
            "take a file of the same network");
      }
      if (!entry.dtype().isFloating()) {
        throw fault(
            name,
            "holds " + entry.dtype() + ", but floating-point numbers are wanted",
            "take a file with float weights");
      }
      long position = header.dataStart() + entry.begin();
      if (entry.dtype() == DType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
        readAsIs(into, position);
        return;
      }
      ByteBuffer bytes = chunk();
      FloatBuffer target = into.buffer();
      while (target.hasRemaining()) {
        int count = Math.min(target.remaining(), bytes.capacity() / entry.dtype().bytes());
        fill(bytes.clear().limit(count * entry.dtype().bytes()), position);
        position += bytes.remaining();
        FloatDecoder.decode(entry.dtype(), bytes, target);
      }
    }

    /** Reads numbers that the file holds just as memory does. */
    private void readAsIs(Tensor into, long start) throws IOException {
      for (int first = 0; first < into.elements(); first += MOST_AT_ONCE) {
        int count = Math.min(MOST_AT_ONCE, into.elements() - first);
        fill(into.bytes(first, count), start + (long) first * Float.BYTES);
      }
    }

    /**
     * Reads a single whole number, as {@code num_batches_tracked} is.
     *
     * @throws CorruptFileException if the file has no such tensor, or it is not a single I64
     */
    public long readLong(String name) throws IOException {
      SafeTensorsHeader.Entry entry = entry(name);
      if (entry.dtype() != DType.I64 || entry.end() - entry.begin() != Long.BYTES) {
        throw fault(
            name,
            "is " + entry.dtype() + entry.shape() + ", but a single I64 is wanted",
            "take a file of the same network");
      }
      ByteBuffer number = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      fill(number, header.dataStart() + entry.begin());
      return number.getLong();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    /** One for all tensors; never larger than the file. */
    private ByteBuffer chunk() throws IOException {
      ByteBuffer made =
          chunk == null ? SafeTensors.chunk((int) Math.min(CHUNK_BYTES, channel.size())) : chunk;
      chunk = made;
      return made;
    }

    private SafeTensorsHeader.Entry entry(String name) throws CorruptFileException {
      SafeTensorsHeader.Entry entry = header.entries().get(name);
      if (entry == null) {
        throw new CorruptFileException(
            file
                + ": no tensor "
                + name
                + " among its "
                + header.entries().size()
                + "; take a file of the same network");
      }
      return entry;
    }

    /** Fills the buffer up to its limit and turns it for reading. */
    private void fill(ByteBuffer bytes, long position) throws IOException {
      while (bytes.hasRemaining()) {
        int n = channel.read(bytes, position + bytes.position());
        if (n < 0) {
          throw new CorruptFileException(
              file
                  + ": ends at byte "
                  + (position + bytes.position())
                  + ", shorter than when it was opened; do not write it while it is read");
        }
      }
      bytes.flip();
    }

    private CorruptFileException fault(String name, String fact, String remedy) {
      return new CorruptFileException(file + ": tensor " + name + " " + fact + "; " + remedy);
    }
  }
}
