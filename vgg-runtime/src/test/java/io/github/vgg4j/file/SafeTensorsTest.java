package io.github.vgg4j.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {

  @TempDir Path folder;

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    Path file = folder.resolve("w.safetensors");
    try (Tensor weight = Tensor.of(new float[] {1, -2, 0.5f, 3}, 2, 2);
        Tensor bias = Tensor.of(new float[] {7}, 1)) {
      SafeTensors.write(file, Map.of("made by", "test"), ordered("w", weight, "b", bias));
    }

    byte[] bytes = Files.readAllBytes(file);
    String header =
        "{\"__metadata__\":{\"made by\":\"test\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}";
    assertEquals(146, header.length());
    assertEquals("9800000000000000", HexFormat.of().formatHex(bytes, 0, 8));
    assertEquals(header + "      ", new String(bytes, 8, 152, StandardCharsets.UTF_8));
    assertEquals(
        "0000803f000000c00000003f000040400000e040",
        HexFormat.of().formatHex(bytes, 160, bytes.length));
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    Path file = folder.resolve("w.safetensors");
    float[] values = {1, -0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 6};
    try (Tensor weight = Tensor.of(values, 1, 2, 3);
        Tensor scalar = Tensor.of(new float[] {5});
        Tensor empty = Tensor.zeros(3, 0)) {
      Map<String, Tensor> tensors = ordered("ünïcode \"name\"", weight, "scalar", scalar);
      tensors.put("empty", empty);
      SafeTensors.write(file, Map.of("k", "v\n\"x\""), tensors);
    }

    try (SafeTensors.Reader reader = SafeTensors.open(file);
        Tensor weight = Tensor.zeros(1, 2, 3);
        Tensor scalar = Tensor.zeros();
        Tensor empty = Tensor.zeros(3, 0)) {
      assertEquals(Map.of("k", "v\n\"x\""), reader.metadata());
      assertEquals(List.of("ünïcode \"name\"", "scalar", "empty"), List.copyOf(reader.names()));
      assertEquals(List.of(1, 2, 3), reader.shape("ünïcode \"name\""));
      assertEquals(DType.F32, reader.dtype("scalar"));
      reader.read("ünïcode \"name\"", weight);
      reader.read("scalar", scalar);
      reader.read("empty", empty);
      assertArrayEquals(values, weight.toArray());
      assertArrayEquals(new float[] {5}, scalar.toArray());
    }
  }

  @Test
  void writesAndReadsTensorsLargerThanOneChunk() throws IOException {
    Path file = folder.resolve("large.safetensors");
    float[] values = new float[700_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    try (Tensor small = Tensor.of(new float[] {1}, 1);
        Tensor large = Tensor.of(values, values.length);
        Tensor into = Tensor.zeros(values.length)) {
      SafeTensors.write(file, Map.of(), ordered("small", small, "large", large));
      try (SafeTensors.Reader reader = SafeTensors.open(file)) {
        reader.read("large", into);
      }
      assertArrayEquals(values, into.toArray());
    }
  }

  @Test
  void keepsTheOldFileWhenATensorIsClosed() throws IOException {
    Path file = Files.writeString(folder.resolve("w.safetensors"), "old");
    Tensor closed = Tensor.zeros(1);
    closed.close();

    assertThrows(
        IllegalStateException.class,
        () -> SafeTensors.write(file, Map.of(), Map.of("closed", closed)));

    assertEquals("old", Files.readString(file));
  }

  @Test
  void refusesToWriteATensorCalledMetadata() {
    try (Tensor tensor = Tensor.zeros(1)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> SafeTensors.write(folder.resolve("x"), Map.of(), Map.of("__metadata__", tensor)));
    }
    assertFalse(Files.exists(folder.resolve("x")));
  }

  /** Made with Python: struct.pack of '<e', '<f' cut to its upper half, '<d', '<q'. */
  @Test
  void convertsOtherFloatingPointFormats() throws IOException {
    Path file =
        write(
            "{\"half\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]},"
                + "\"brain\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[12,16]},"
                + "\"double\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[16,32]},"
                + "\"count\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[32,40]}}",
            HexFormat.of()
                .parseHex(
                    "003c00c0ff7b010000fc5535"
                        + "803f49c0"
                        + "9a9999999999b93f000000000000f0ff"
                        + "39d7ffffffffffff"));
    try (SafeTensors.Reader reader = SafeTensors.open(file);
        Tensor six = Tensor.zeros(6);
        Tensor two = Tensor.zeros(2)) {
      reader.read("half", six);
      assertArrayEquals(
          new float[] {1, -2, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY, 0.33325195f},
          six.toArray());
      reader.read("brain", two);
      assertArrayEquals(new float[] {1, -3.140625f}, two.toArray());
      reader.read("double", two);
      assertArrayEquals(new float[] {0.1f, Float.NEGATIVE_INFINITY}, two.toArray());
      assertEquals(-10_439, reader.readLong("count"));
    }
  }

  @Test
  void convertsEveryHalf() {
    for (int bits = 0; bits < 65_536; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = bits & 1023;
      double magnitude =
          exponent == 0 ? fraction * 0x1p-24 : (1 + fraction / 1024) * Math.pow(2, exponent - 15);
      if (exponent == 31) {
        magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      float expected = (float) (bits >= 32_768 ? -magnitude : magnitude);
      assertEquals(expected, FloatDecoder.half((short) bits), "half " + bits);
    }
  }

  @Test
  void saysWhatIsWantedWhenATensorDoesNotFit() throws IOException {
    Path file =
        write(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                + "\"n\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[8,12]}}",
            new byte[12]);
    try (SafeTensors.Reader reader = SafeTensors.open(file);
        Tensor two = Tensor.zeros(2);
        Tensor wrong = Tensor.zeros(1, 2);
        Tensor one = Tensor.zeros(1)) {
      reader.read("w", two);
      assertEquals(
          file + ": tensor w has shape [2], but [1, 2] is wanted; take a file of the same network",
          fault(() -> reader.read("w", wrong)));
      assertEquals(
          file
              + ": tensor n holds I32, but floating-point numbers are wanted; take a file with"
              + " float weights",
          fault(() -> reader.read("n", one)));
      assertEquals(
          file + ": no tensor x among its 2; take a file of the same network",
          fault(() -> reader.shape("x")));
      assertEquals(
          file
              + ": tensor w is F32[2], but a single I64 is wanted; take a file of the same network",
          fault(() -> reader.readLong("w")));
    }
  }

  @Test
  void noticesAFileThatShrinksWhileItIsOpen() throws IOException {
    Path file =
        write("{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", new byte[8]);
    try (SafeTensors.Reader reader = SafeTensors.open(file);
        Tensor two = Tensor.zeros(2)) {
      long size = Files.size(file);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(size - 3);
      }
      assertEquals(
          file
              + ": ends at byte "
              + (size - 3)
              + ", shorter than when it was opened; do not write it while it is read",
          fault(() -> reader.read("w", two)));
    }
  }

  @Test
  void readsATensorThatReachesBeyondTwoGigabytes() throws IOException {
    long bytes = 3L << 30;
    String header =
        "{\"huge\":{\"dtype\":\"U8\",\"shape\":[3,1073741824],\"data_offsets\":[0,"
            + bytes
            + "]},"
            + "\"last\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":["
            + bytes
            + ","
            + (bytes + 4)
            + "]}}";
    Path file = write(header, new byte[0]);
    // A sparse file: only the last number takes room on the disk.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer number = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 2.5f);
      assertEquals(4, channel.write(number, 8 + header.length() + bytes));
    }
    try (SafeTensors.Reader reader = SafeTensors.open(file);
        Tensor one = Tensor.zeros(1)) {
      reader.read("last", one);
      assertArrayEquals(new float[] {2.5f}, one.toArray());
    }
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static String fault(Reading reading) {
    return assertThrows(CorruptFileException.class, reading::run).getMessage();
  }

  private Path write(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json).put(data);
    Path file = folder.resolve("in.safetensors");
    assertTrue(bytes.remaining() == 0);
    return Files.write(file, bytes.array());
  }

  private static Map<String, Tensor> ordered(String a, Tensor first, String b, Tensor second) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(a, first);
    tensors.put(b, second);
    return tensors;
  }
}
