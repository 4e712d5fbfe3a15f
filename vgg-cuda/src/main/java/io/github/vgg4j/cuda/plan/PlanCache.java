package io.github.vgg4j.cuda.plan;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Plans on disk, one file each, named by the SHA-256 of their key. A file holds its key too, and is
 * used only if that is the very one asked for and the content is whole; else the plan is made
 * again.
 */
public final class PlanCache {

  /** Bytes of the longest file that is read; a plan with its kernel has about 200,000. */
  static final int LONGEST = 16 << 20;

  private static final Logger LOG = System.getLogger(PlanCache.class.getName());
  private static final byte[] MAGIC = "vgg4j plan 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;
  private static final int HEAD = MAGIC.length + DIGEST + 2 * Integer.BYTES;

  private final Path folder;

  /** A cache in a folder, which is made when the first plan is written. */
  public PlanCache(Path folder) {
    this.folder = folder;
  }

  /** Where the plans are. */
  Path folder() {
    return folder;
  }

  /** The file of a key. */
  Path file(String key) {
    byte[] digest = sha256().digest(key.getBytes(StandardCharsets.UTF_8));
    return folder.resolve(HexFormat.of().formatHex(digest) + ".plan");
  }

  /** The plan that was written for a key; empty if there is none, or none that is whole. */
  public Optional<byte[]> read(String key) {
    Path file = file(key);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(LONGEST + 1);
      return Optional.of(unpack(content, key.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      refuse(key, e.getMessage());
      return Optional.empty();
    }
  }

  private static byte[] unpack(byte[] content, byte[] key) throws IOException {
    if (content.length > LONGEST) {
      throw new IOException("it is longer than " + LONGEST + " bytes");
    }
    if (content.length < HEAD || !Arrays.equals(Arrays.copyOf(content, MAGIC.length), MAGIC)) {
      throw new IOException("it does not begin as a plan of this version does");
    }
    ByteBuffer in = ByteBuffer.wrap(content).position(MAGIC.length);
    byte[] digest = new byte[DIGEST];
    in.get(digest);
    int keyLength = in.getInt();
    int planLength = in.getInt();
    if (keyLength < 0 || planLength < 0 || (long) keyLength + planLength != in.remaining()) {
      throw new IOException("it is not as long as it says");
    }
    byte[] body = Arrays.copyOfRange(content, HEAD, content.length);
    if (!MessageDigest.isEqual(digest, sha256().digest(body))) {
      throw new IOException("its SHA-256 does not fit its content");
    }
    if (!Arrays.equals(Arrays.copyOf(body, keyLength), key)) {
      throw new IOException("it holds the plan of another key");
    }
    return Arrays.copyOfRange(body, keyLength, body.length);
  }

  /** Says that a kept plan is of no use, and why; the caller makes it again. */
  void refuse(String key, String reason) {
    LOG.log(
        Level.WARNING, "The kept plan {0} is not used and is made again: {1}", file(key), reason);
  }

  /** Keeps a plan. Where that fails, the next process plans again, and a line says why. */
  public void write(String key, byte[] plan) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] body = ByteBuffer.allocate(name.length + plan.length).put(name).put(plan).array();
    byte[] content =
        ByteBuffer.allocate(HEAD + body.length)
            .put(MAGIC)
            .put(sha256().digest(body))
            .putInt(name.length)
            .putInt(plan.length)
            .put(body)
            .array();
    if (content.length > LONGEST) {
      LOG.log(Level.WARNING, "A plan of {0} bytes is too long to keep", content.length);
      return;
    }
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "draft", ".tmp");
      try {
        Files.write(draft, content);
        Files.move(draft, file(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "Plans cannot be kept in {0}, so each process makes them again: {1}",
          folder,
          e.toString());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256", e);
    }
  }
}
