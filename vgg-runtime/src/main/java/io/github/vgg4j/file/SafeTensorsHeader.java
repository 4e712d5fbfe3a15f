package io.github.vgg4j.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, believed only after every check: its length, its grammar, and
 * that the tensors fill the rest of the file without gap or overlap.
 *
 * @param dataStart byte of the file that offset 0 stands for
 */
record SafeTensorsHeader(Map<String, String> metadata, Map<String, Entry> entries, long dataStart) {

  private static final long MOST_HEADER_BYTES = 100_000_000;
  private static final int MOST_SIDES = 32;
  private static final int MOST_QUOTED_CHARS = 80;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  /**
   * One tensor.
   *
   * @param begin first byte, counted from the header's end
   * @param end the byte after the last
   */
  record Entry(DType dtype, List<Integer> shape, long begin, long end) {}

  static SafeTensorsHeader read(Path file, FileChannel channel) throws IOException {
    return new Parser(file, channel).header();
  }

  /** Reads the header once, from its first byte to its last. */
  private static final class Parser {
    private final Path file;
    private final FileChannel channel;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    Parser(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
    }

    SafeTensorsHeader header() throws IOException {
      long length = length();
      try (InputStreamReader text =
              new InputStreamReader(
                  new HeaderStream(channel, length), StandardCharsets.UTF_8.newDecoder());
          JsonParser json = JSON.createParser(text)) {
        readTop(json);
      } catch (CharacterCodingException e) {
        throw fault(SafeTensors.LENGTH_BYTES, "the header is not UTF-8", e);
      } catch (JsonProcessingException e) {
        long offset = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
        String fact = "the header is not sound JSON: " + quote(e.getOriginalMessage());
        throw fault(SafeTensors.LENGTH_BYTES + offset, fact, e);
      }
      long dataStart = SafeTensors.LENGTH_BYTES + length;
      checkContiguous(dataStart);
      return new SafeTensorsHeader(
          Collections.unmodifiableMap(metadata), Collections.unmodifiableMap(entries), dataStart);
    }

    private long length() throws IOException {
      long size = channel.size();
      if (size <= SafeTensors.LENGTH_BYTES) {
        throw fault(size, "the file ends before its header", null);
      }
      ByteBuffer start = ByteBuffer.allocate(SafeTensors.LENGTH_BYTES + 1);
      while (start.hasRemaining()) {
        if (channel.read(start, start.position()) < 0) {
          throw fault(start.position(), "the file ends before its header", null);
        }
      }
      long length = start.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
      if (length < 2 || length > MOST_HEADER_BYTES) {
        throw fault(
            0,
            "header length "
                + Long.toUnsignedString(length)
                + " is not from 2 to "
                + MOST_HEADER_BYTES
                + ", so this is no safetensors file",
            null);
      }
      if (length > size - SafeTensors.LENGTH_BYTES) {
        throw fault(
            0, "header length " + length + " reaches beyond the file's " + size + " bytes", null);
      }
      if (start.get(SafeTensors.LENGTH_BYTES) != '{') {
        throw fault(SafeTensors.LENGTH_BYTES, "the header does not start with {", null);
      }
      return length;
    }

    private void readTop(JsonParser json) throws IOException {
      expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        expect(json, json.nextToken(), JsonToken.START_OBJECT, "an object for " + quote(name));
        if (name.equals(SafeTensors.METADATA)) {
          readMetadata(json);
        } else {
          entries.put(name, readEntry(json, name));
        }
      }
      if (json.nextToken() != null) {
        throw fault(offset(json), "more follows the header's object", null);
      }
    }

    private void readMetadata(JsonParser json) throws IOException {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String key = json.currentName();
        expect(json, json.nextToken(), JsonToken.VALUE_STRING, "text for " + quote(key));
        metadata.put(key, json.getText());
      }
    }

    private Entry readEntry(JsonParser json, String name) throws IOException {
      long start = offset(json);
      DType dtype = null;
      List<Long> shape = null;
      List<Long> range = null;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "dtype" -> dtype = readDType(json);
          case "shape" -> shape = readNumbers(json, MOST_SIDES, Integer.MAX_VALUE);
          case "data_offsets" -> range = readNumbers(json, 2, Long.MAX_VALUE);
          default ->
              throw fault(
                  offset(json), "tensor " + quote(name) + " has a field " + quote(field), null);
        }
      }
      if (dtype == null || shape == null || range == null || range.size() != 2) {
        throw fault(
            start, "tensor " + quote(name) + " lacks dtype, shape or two data_offsets", null);
      }
      checkBytes(name, start, dtype, shape, range);
      return new Entry(
          dtype, shape.stream().map(Math::toIntExact).toList(), range.get(0), range.get(1));
    }

    private DType readDType(JsonParser json) throws IOException {
      expect(json, json.currentToken(), JsonToken.VALUE_STRING, "the name of a number format");
      String name = json.getText();
      for (DType dtype : DType.values()) {
        if (dtype.name().equals(name)) {
          return dtype;
        }
      }
      throw fault(offset(json), "number format " + quote(name) + " is not known", null);
    }

    private List<Long> readNumbers(JsonParser json, int most, long largest) throws IOException {
      expect(json, json.currentToken(), JsonToken.START_ARRAY, "a list of numbers");
      List<Long> numbers = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, "a whole number");
        long number = json.getLongValue();
        if (number < 0 || number > largest || numbers.size() == most) {
          throw fault(
              offset(json), "number " + number + " is negative, too large, or one too many", null);
        }
        numbers.add(number);
      }
      return numbers;
    }

    private void checkBytes(
        String name, long offset, DType dtype, List<Long> shape, List<Long> range)
        throws CorruptFileException {
      long bytes = dtype.bytes();
      try {
        for (long side : shape) {
          bytes = Math.multiplyExact(bytes, side);
        }
      } catch (ArithmeticException e) {
        throw fault(offset, "tensor " + quote(name) + " of shape " + shape + " overflows", e);
      }
      // Both are at least 0, so the difference cannot overflow.
      if (range.get(1) - range.get(0) != bytes) {
        throw fault(
            offset,
            "tensor "
                + quote(name)
                + " of "
                + dtype
                + shape
                + " takes "
                + bytes
                + " bytes, but its data_offsets are "
                + range,
            null);
      }
    }

    private static int compare(Entry a, Entry b) {
      int byBegin = Long.compare(a.begin(), b.begin());
      return byBegin != 0 ? byBegin : Long.compare(a.end(), b.end());
    }

    private void checkContiguous(long dataStart) throws IOException {
      List<Map.Entry<String, Entry>> inFileOrder = new ArrayList<>(entries.entrySet());
      inFileOrder.sort((a, b) -> compare(a.getValue(), b.getValue()));
      long end = 0;
      for (Map.Entry<String, Entry> entry : inFileOrder) {
        long begin = entry.getValue().begin();
        if (begin != end) {
          throw fault(
              dataStart + Math.min(begin, end),
              "tensor "
                  + quote(entry.getKey())
                  + " starts at offset "
                  + begin
                  + (begin < end ? " and overlaps" : " and leaves a gap after")
                  + " the one before, which ends at "
                  + end,
              null);
        }
        end = entry.getValue().end();
      }
      if (end != channel.size() - dataStart) {
        throw fault(
            dataStart + Math.min(end, channel.size() - dataStart),
            "the tensors end at byte " + (dataStart + end) + ", but the file has " + channel.size(),
            null);
      }
    }

    private void expect(JsonParser json, @Nullable JsonToken found, JsonToken expected, String what)
        throws IOException {
      if (found != expected) {
        throw fault(offset(json), "the header should have " + what + " here", null);
      }
    }

    /** Counts characters; the same as bytes, where names and metadata are ASCII. */
    private static long offset(JsonParser json) {
      return SafeTensors.LENGTH_BYTES + Math.max(0, json.currentTokenLocation().getCharOffset());
    }

    private CorruptFileException fault(long offset, String fact, @Nullable Exception cause) {
      String message =
          file + ": at byte " + offset + ": " + fact + "; fetch or write the file again";
      return cause == null
          ? new CorruptFileException(message)
          : new CorruptFileException(message, cause);
    }

    /** Names come from the file: no control characters, and not more than fits a line. */
    private static String quote(@Nullable String text) {
      String clean = String.valueOf(text).replaceAll("\\p{C}", "?");
      return clean.length() <= MOST_QUOTED_CHARS
          ? clean
          : clean.substring(0, MOST_QUOTED_CHARS) + "...";
    }
  }

  /** The header's bytes and no more, so that the JSON parser cannot read on into the numbers. */
  private static final class HeaderStream extends InputStream {
    private final FileChannel channel;
    private final long end;
    private long position = SafeTensors.LENGTH_BYTES;

    HeaderStream(FileChannel channel, long length) {
      this.channel = channel;
      this.end = position + length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (position == end) {
        return -1;
      }
      int wanted = (int) Math.min(length, end - position);
      int n = channel.read(ByteBuffer.wrap(bytes, offset, wanted), position);
      position += Math.max(n, 0);
      return n;
    }
  }
}
