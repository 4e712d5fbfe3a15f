package io.github.vgg4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are broken, by accident or on purpose: one sentence each, and no harm. */
@Timeout(60)
class HostileSafeTensorsTest {

  private static final String W = "\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  @TempDir Path folder;

  @Test
  void aFileCutOffAnywhereIsRefused() throws IOException {
    byte[] whole = bytes("{" + W + "}", 8);
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    refused(new byte[0], "at byte 0: the file ends before its header");
  }

  @Test
  void aHeaderLengthThatIsTooLargeOrNegativeIsRefused() throws IOException {
    refused(length(100_000_001), "at byte 0: header length 100000001 is not from 2 to 100000000");
    refused(length(-1), "header length 18446744073709551615 is not from 2 to 100000000");
    refused(length(Long.MIN_VALUE), "header length 9223372036854775808 is not");
    refused(length(0), "header length 0 is not from 2");
  }

  @Test
  void aHeaderThatReachesBeyondTheFileIsRefused() throws IOException {
    refused(length(100), "at byte 0: header length 100 reaches beyond the file's 10 bytes");
  }

  @Test
  void aHeaderThatIsNotAnObjectIsRefused() throws IOException {
    refused(bytes("[]", 0), "at byte 8: the header does not start with {");
    refused(bytes(" {}", 0), "at byte 8: the header does not start with {");
    refused(bytes("{,}", 0), "the header is not sound JSON");
    refused(bytes("{\"w\":1}", 0), "at byte 13: the header should have an object for w here");
    refused(bytes("{\"w\":null}", 0), "an object for w");
  }

  @Test
  void moreThanSpacesBehindTheObjectIsRefused() throws IOException {
    opened(bytes("{" + W + "}   ", 8));
    refused(bytes("{} {}", 0), "at byte 11: more follows the header's object");
    refused(bytes("{}\0", 0), "not sound JSON");
  }

  @Test
  void aNameThatStandsTwiceIsRefused() throws IOException {
    refused(bytes("{" + W + "," + W + "}", 8), "not sound JSON: Duplicate field 'w'");
    refused(bytes("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0), "Duplicate field 'a'");
    refused(bytes("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0), "Duplicate field 'dtype'");
  }

  @Test
  void metadataThatIsNotTextIsRefused() throws IOException {
    refused(bytes("{\"__metadata__\":{\"a\":1}}", 0), "the header should have text for a here");
    refused(bytes("{\"__metadata__\":[]}", 0), "an object for __metadata__");
  }

  @Test
  void tensorsThatOverlapOrLeaveAGapAreRefused() throws IOException {
    String overlap = "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}";
    refused(
        bytes("{" + W + "," + overlap + "}", 8),
        "tensor v starts at offset 4 and overlaps the one before, which ends at 8");
    String apart = "\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}";
    refused(
        bytes("{" + W + "," + apart + "}", 16),
        "tensor v starts at offset 12 and leaves a gap after the one before, which ends at 8");
    refused(
        bytes("{\"v\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8),
        "starts at offset 4 and leaves a gap");
  }

  @Test
  void theOrderOfTheHeaderNeedNotBeTheOrderOfTheNumbers() throws IOException {
    String before = "\"v\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}";
    opened(bytes("{" + before + "," + W + "}", 16));
  }

  @Test
  void trailingOrMissingNumbersAreRefused() throws IOException {
    refused(bytes("{" + W + "}", 9), "the tensors end at byte 70, but the file has 71");
    refused(bytes("{" + W + "}", 7), "the tensors end at byte 70, but the file has 69");
    refused(bytes("{}", 1), "the tensors end at byte 10, but the file has 11");
  }

  @Test
  void aShapeThatDoesNotMatchItsBytesIsRefused() throws IOException {
    refused(
        tensor("F32", "[3]", "[0,8]"),
        "at byte 13: tensor w of F32[3] takes 12 bytes, but its data_offsets are [0, 8]");
    refused(tensor("F32", "[]", "[0,8]"), "takes 4 bytes");
    refused(tensor("F32", "[2]", "[8,0]"), "data_offsets are [8, 0]");
  }

  @Test
  void aShapeThatOverflowsIsRefused() throws IOException {
    refused(
        tensor("F32", "[2147483647,2147483647,2147483647]", "[0,8]"), "[2147483647, 2147483647,");
    refused(tensor("F32", "[65536,65536,65536,65536]", "[0,0]"), "overflows");
    refused(tensor("F32", "[4294967298]", "[0,8]"), "number 4294967298 is negative, too large");
    refused(tensor("F32", "[99999999999999999999999]", "[0,8]"), "not sound JSON");
  }

  @Test
  void numbersThatAreNegativeFractionsOrTooManyAreRefused() throws IOException {
    refused(tensor("F32", "[-2]", "[0,8]"), "number -2 is negative, too large, or one too many");
    refused(tensor("F32", "[2]", "[-8,0]"), "number -8 is negative");
    refused(tensor("F32", "[2]", "[0,8,8]"), "number 8 is negative, too large, or one too many");
    refused(tensor("F32", "[2]", "[0]"), "lacks dtype, shape or two data_offsets");
    refused(tensor("F32", "[2.0]", "[0,8]"), "should have a whole number here");
    refused(tensor("F32", "[\"2\"]", "[0,8]"), "should have a whole number here");
    refused(tensor("F32", "[1" + ",1".repeat(32) + "]", "[0,8]"), "one too many");
    refused(tensor("F32", "2", "[0,8]"), "should have a list of numbers here");
  }

  @Test
  void anUnknownNumberFormatIsRefused() throws IOException {
    refused(tensor("F31", "[2]", "[0,8]"), "number format F31 is not known");
    refused(tensor("f32", "[2]", "[0,8]"), "number format f32 is not known");
  }

  @Test
  void aMissingOrUnknownFieldIsRefused() throws IOException {
    refused(bytes("{\"w\":{}}", 0), "tensor w lacks dtype, shape or two data_offsets");
    refused(bytes("{\"w\":{\"evil\":1}}", 0), "tensor w has a field evil");
  }

  @Test
  void deepNestingIsRefusedAtItsFirstStep() throws IOException {
    refused(bytes("{\"a\":".repeat(100_000), 0), "tensor a has a field a");
    refused(tensor("F32", "[".repeat(100_000), "[0,8]"), "should have a whole number here");
  }

  @Test
  void aHeaderThatIsNotUtf8IsRefused() throws IOException {
    byte[] broken = bytes("{\"wxyz\":{}}", 0);
    broken[10] = (byte) 0xC3;
    refused(broken, "at byte 8: the header is not UTF-8");
    byte[] wide = new byte[8 + 4];
    wide[0] = 4;
    wide[8] = '{';
    wide[10] = '}';
    refused(wide, "not sound JSON");
  }

  @Test
  void namesFromTheFileCannotFloodOrSteerATerminal() throws IOException {
    String message =
        refused(
            bytes("{\"\\u001b[31m\\n" + "x".repeat(5_000) + "\":1}", 0), "an object for ?[31m?");

    assertTrue(message.length() < 400 + folder.toString().length(), message);
  }

  @Test
  void aFolderAndAMissingFileAreNamed() {
    assertEquals(
        folder + " is a folder, not a safetensors file; name the file in it",
        assertThrows(IOException.class, () -> open(folder)).getMessage());
    Path missing = folder.resolve("missing");
    assertEquals(
        "There is no file " + missing + "; check the path",
        assertThrows(IOException.class, () -> open(missing)).getMessage());
  }

  @Test
  void randomDamageGivesACorruptFileExceptionOrAFileThatCanBeReadInFull() throws IOException {
    long seed = 42_2026;
    Random random = new Random(seed);
    byte[] good =
        bytes(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + W
                + ",\"features.0.bias\":{\"dtype\":\"BF16\",\"shape\":[1,3],"
                + "\"data_offsets\":[8,14]}}  ",
            14);
    int readable = 0;
    for (int i = 0; i < 6_000; i++) {
      byte[] mutant = mutate(good, random);
      try {
        readAll(Files.write(folder.resolve("mutant" + i), mutant));
        readable++;
      } catch (CorruptFileException e) {
        assertTrue(e.getMessage().contains("mutant"), e.getMessage());
      } catch (IOException | RuntimeException e) {
        fail("seed " + seed + ", mutant " + i, e);
      }
    }
    assertTrue(readable > 100 && readable < 5_000, readable + " of 6000 readable, seed " + seed);
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] mutant = good.clone();
    byte[] telling = "{}[]\",:0129-Fw \0\u007F".getBytes(StandardCharsets.US_ASCII);
    for (int k = 0; k <= random.nextInt(3); k++) {
      int at = random.nextInt(mutant.length);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] = telling[random.nextInt(telling.length)];
        case 2 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        default -> {
          int from = random.nextInt(mutant.length);
          int n = random.nextInt(1 + mutant.length - Math.max(at, from));
          System.arraycopy(mutant, from, mutant, at, n);
        }
      }
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
  }

  /** Reads every tensor; asserts that none claims more bytes than the file has. */
  private static void readAll(Path file) throws IOException {
    try (SafeTensors.Reader reader = SafeTensors.open(file)) {
      for (String name : reader.names()) {
        int[] shape = reader.shape(name).stream().mapToInt(Integer::intValue).toArray();
        long elements = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        assertTrue(elements * reader.dtype(name).bytes() <= Files.size(file), name);
        if (reader.dtype(name).isFloating()) {
          try (Tensor into = Tensor.zeros(shape)) {
            reader.read(name, into);
          }
        }
      }
    }
  }

  private String refused(byte[] content, String expected) throws IOException {
    Path file = Files.write(folder.resolve("bad.safetensors"), content);
    String message = assertThrows(CorruptFileException.class, () -> open(file)).getMessage();
    assertTrue(message.startsWith(file + ": at byte "), message);
    assertTrue(message.contains(expected), message);
    assertTrue(message.endsWith("; fetch or write the file again"), message);
    return message;
  }

  private void opened(byte[] content) throws IOException {
    open(Files.write(folder.resolve("good.safetensors"), content));
  }

  private static void open(Path file) throws IOException {
    SafeTensors.open(file).close();
  }

  private static byte[] tensor(String dtype, String shape, String offsets) {
    String header =
        "{\"w\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(dtype, shape, offsets);
    return bytes(header, 8);
  }

  private static byte[] bytes(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static byte[] length(long length) {
    return ByteBuffer.allocate(10)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put((byte) '{')
        .put((byte) '}')
        .array();
  }
}
