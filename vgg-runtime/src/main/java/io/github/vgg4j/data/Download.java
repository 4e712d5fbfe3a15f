package io.github.vgg4j.data;

import io.github.vgg4j.data.FashionMnist.Progress;
import io.github.vgg4j.file.AtomicFile;
import io.github.vgg4j.file.CorruptFileException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Fetches one gzipped file; it gets its name only when its content has the expected hash. */
final class Download {

  private static final int CONNECT_SECONDS = 20;
  private static final long MOST_BYTES = 64L << 20;
  private static final long MOST_UNCOMPRESSED_BYTES = 256L << 20;
  private static final int PIECE_BYTES = 1 << 16;

  private final URI address;
  private final Path target;
  private final Progress progress;
  private final Duration patience;

  private Download(URI address, Path target, Progress progress, Duration patience) {
    this.address = address;
    this.target = target;
    this.progress = progress;
    this.patience = patience;
  }

  /**
   * Downloads one file.
   *
   * @param sha256 of the uncompressed content, in lower-case hex digits
   */
  static void gzip(URI address, Path target, String sha256, Progress progress) throws IOException {
    gzip(address, target, sha256, progress, Duration.ofSeconds(30));
  }

  /** The same, waiting no longer than {@code patience} for the next bytes. */
  static void gzip(URI address, Path target, String sha256, Progress progress, Duration patience)
      throws IOException {
    Download download = new Download(address, target, progress, patience);
    AtomicFile.write(target, download::receive, written -> download.verify(written, sha256));
  }

  private void receive(FileChannel channel) throws IOException {
    HttpResponse<InputStream> response = request();
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw failed("the server answers with status " + response.statusCode(), null);
      }
      copy(body, channel, response.headers().firstValueAsLong("Content-Length").orElse(-1));
    }
  }

  private HttpResponse<InputStream> request() throws IOException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    // No timeout in the request: from Java 26 it would limit the whole body, however well it flows.
    return await(
        client.sendAsync(
            HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofInputStream()));
  }

  private void copy(InputStream body, FileChannel channel, long total) throws IOException {
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "vgg-download");
              thread.setDaemon(true);
              return thread;
            });
    try {
      byte[] piece = new byte[PIECE_BYTES];
      long received = 0;
      for (int n = read(reader, body, piece); n >= 0; n = read(reader, body, piece)) {
        AtomicFile.writeFully(channel, ByteBuffer.wrap(piece, 0, n));
        received += n;
        if (received > MOST_BYTES) {
          throw failed("the server sends more than " + MOST_BYTES + " bytes", null);
        }
        progress.at(target.getFileName().toString(), received, total);
      }
    } finally {
      reader.shutdownNow();
    }
  }

  /** A body has no time limit of its own, so another thread reads it and this one waits. */
  private int read(ExecutorService reader, InputStream body, byte[] piece) throws IOException {
    return await(reader.submit(() -> body.read(piece)));
  }

  private <T> T await(Future<T> arrival) throws IOException {
    try {
      return arrival.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      arrival.cancel(true);
      throw failed("nothing arrived for " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw failed("the connection broke (" + reason(e.getCause()) + ")", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void verify(Path written, String sha256) throws IOException {
    String found;
    try {
      found = contentHash(written);
    } catch (IOException e) {
      throw new CorruptFileException(
          "Download of "
              + address
              + " is not a whole gzip file; try again later, or fetch the"
              + " four files by hand and name their folder",
          e);
    }
    if (!found.equals(sha256)) {
      throw new CorruptFileException(
          "Download of "
              + address
              + " has content of SHA-256 "
              + found
              + " instead of "
              + sha256
              + "; nothing was kept, use another address or fetch the four files by hand");
    }
  }

  private static String contentHash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in =
        new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), PIECE_BYTES)) {
      byte[] piece = new byte[PIECE_BYTES];
      long total = 0;
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        digest.update(piece, 0, n);
        total += n;
        if (total > MOST_UNCOMPRESSED_BYTES) {
          throw new IOException("more than " + MOST_UNCOMPRESSED_BYTES + " bytes unpacked");
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java platform has SHA-256", e);
    }
  }

  private IOException failed(String fact, @Nullable Throwable cause) {
    return new IOException(
        "Cannot download "
            + address
            + ": "
            + fact
            + "; check the network and any proxy, or fetch"
            + " the four files by hand and name their folder",
        cause);
  }

  private IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException e = new InterruptedIOException("Interrupted: download of " + address);
    e.initCause(cause);
    return e;
  }

  private static String reason(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
