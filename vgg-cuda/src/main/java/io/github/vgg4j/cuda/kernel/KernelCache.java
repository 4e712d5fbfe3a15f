package io.github.vgg4j.cuda.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vgg4j.file.AtomicFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Compiled kernels on disk, so that a network opens without its 50 ms for each. A file is named by
 * a hash of the compiler's version, its options and the texts, and begins with a hash of its
 * content: one that is cut off or changed is made again. Processes may share a folder.
 */
public final class KernelCache {

  private static final Logger LOG = System.getLogger(KernelCache.class.getName());
  private static final int HASH_BYTES = 32;

  private final Path folder;
  private final String version;
  private final Compiler compiler;

  /** What is asked where the cache has nothing. */
  interface Compiler {
    byte[] compile(KernelSource source, int computeCapability);
  }

  /**
   * A cache in a folder, which is made where it is not there.
   *
   * @param folder for files of some 20 KiB each
   */
  public KernelCache(Path folder) {
    this(
        folder,
        KernelCompiler.version(),
        (source, capability) -> KernelCompiler.compile(source, capability).cubin());
  }

  KernelCache(Path folder, String version, Compiler compiler) {
    this.folder = folder;
    this.version = version;
    this.compiler = compiler;
  }

  /**
   * Machine code of a source, from the folder or compiled. A folder that cannot be written to costs
   * time, not the result.
   *
   * @param computeCapability 90 for 9.0
   * @return a cubin
   */
  public byte[] cubin(KernelSource source, int computeCapability) {
    Path file = file(source, computeCapability);
    byte[] kept = read(file);
    if (kept.length > 0) {
      return kept;
    }
    byte[] cubin = compiler.compile(source, computeCapability);
    write(file, cubin);
    return cubin;
  }

  private Path file(KernelSource source, int computeCapability) {
    List<String> options = KernelCompiler.options(source, computeCapability);
    MessageDigest digest = sha256();
    List<String> parts = new ArrayList<>(List.of(version, String.join(" ", options)));
    KernelText.HEADERS.forEach(header -> parts.add(KernelText.of(header)));
    parts.add(KernelText.of(source.file()));
    for (String part : parts) {
      digest.update(part.getBytes(UTF_8));
      digest.update((byte) 0);
    }
    String name = source.file().replace(".cu", "-sm_" + computeCapability + "-");
    return folder.resolve(name + HexFormat.of().formatHex(digest.digest(), 0, 16) + ".cubin");
  }

  /** The content of a file, or nothing where it is absent or not what was written. */
  private static byte[] read(Path file) {
    if (!Files.exists(file)) {
      return new byte[0];
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      byte[] hash = Arrays.copyOf(bytes, HASH_BYTES);
      byte[] content = Arrays.copyOfRange(bytes, Math.min(HASH_BYTES, bytes.length), bytes.length);
      if (Arrays.equals(hash, sha256().digest(content))) {
        return content;
      }
      LOG.log(Level.WARNING, "{0} is damaged and is made again", file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot read " + file + ", its kernel is compiled again", e);
    }
    return new byte[0];
  }

  private static void write(Path file, byte[] cubin) {
    try {
      AtomicFile.write(
          file,
          channel -> {
            AtomicFile.writeFully(channel, ByteBuffer.wrap(sha256().digest(cubin)));
            AtomicFile.writeFully(channel, ByteBuffer.wrap(cubin));
          },
          KernelCache::verify);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Cannot keep a compiled kernel as " + file, e);
    }
  }

  private static void verify(Path written) throws IOException {
    if (read(written).length == 0) {
      throw new IOException(written + " does not hold what was written to it");
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
