package io.github.vgg4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.vgg4j.data.FashionMnist.Progress;
import io.github.vgg4j.data.FashionMnist.Split;
import io.github.vgg4j.file.CorruptFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FashionMnistTest {

  /** Two training images and one test image, of 1x2 pixels. */
  private static final Map<String, byte[]> TINY =
      Map.of(
          "train-images-idx3-ubyte",
          new byte[] {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4},
          "train-labels-idx1-ubyte",
          new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 9, 0},
          "t10k-images-idx3-ubyte",
          new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 5, 6},
          "t10k-labels-idx1-ubyte",
          new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 7});

  @TempDir Path folder;
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private HttpServer server;
  private FashionMnistSource source;

  @BeforeEach
  void serveTheTinyFiles() throws Exception {
    Map<String, String> hashes = new HashMap<>();
    for (Map.Entry<String, byte[]> file : TINY.entrySet()) {
      served.put("/data/" + file.getKey() + ".gz", gzip(file.getValue()));
      hashes.put(file.getKey(), sha256(file.getValue()));
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/data/",
        exchange -> {
          byte[] body = served.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.createContext(
        "/cut/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[100]);
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        });
    server.createContext(
        "/stall/",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write(new byte[100]);
          exchange.getResponseBody().flush();
          try {
            testOver.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    source = new FashionMnistSource(folder.resolve("system"), cache(), at("/data/"), hashes);
  }

  @AfterEach
  void stopServer() {
    testOver.countDown();
    server.stop(0);
  }

  @Test
  void downloadsChecksAndReadsTheFourFiles() throws IOException {
    Split split = source.download(Progress.SILENT);

    assertEquals(2, split.train().size());
    assertEquals(9, split.train().label(0));
    assertEquals(1, split.test().size());
    assertEquals("ankle boot", split.train().labelNames().get(9));
    assertEquals("a download from " + at("/data/") + " in " + cache(), split.origin());
    assertEquals(
        List.of(
            "t10k-images-idx3-ubyte.gz",
            "t10k-labels-idx1-ubyte.gz",
            "train-images-idx3-ubyte.gz",
            "train-labels-idx1-ubyte.gz"),
        cached());
  }

  @Test
  void findsTheDownloadInTheCacheTheNextTime() throws IOException {
    assertEquals(Optional.empty(), source.installed());
    source.download(Progress.SILENT);
    served.clear();

    assertEquals("the cache in " + cache(), source.installed().orElseThrow().origin());
    assertEquals(2, source.download(Progress.SILENT).train().size());
  }

  @Test
  void prefersTheSystemsFolderToTheCache() throws IOException {
    source.download(Progress.SILENT);
    writeTiny(folder.resolve("system"));

    assertEquals(
        "the system's package in " + folder.resolve("system"),
        source.installed().orElseThrow().origin());
  }

  @Test
  void downloadsOnlyWhatIsMissing() throws IOException {
    source.download(Progress.SILENT);
    Files.delete(cache().resolve("t10k-labels-idx1-ubyte.gz"));
    List<String> fetched = new ArrayList<>();

    source.download((file, bytes, total) -> fetched.add(file));

    assertEquals(List.of("t10k-labels-idx1-ubyte.gz"), fetched);
  }

  @Test
  void tellsHowFarADownloadIs() throws IOException {
    List<String> seen = new ArrayList<>();
    source.download((file, bytes, total) -> seen.add(file + " " + bytes + "/" + total));

    int size = served.get("/data/train-images-idx3-ubyte.gz").length;
    assertTrue(
        seen.contains("train-images-idx3-ubyte.gz " + size + "/" + size), () -> seen.toString());
  }

  @Test
  void keepsNothingOfADownloadWithAnotherContent() throws IOException {
    served.put("/data/train-images-idx3-ubyte.gz", gzip(new byte[] {1, 2, 3}));

    String message =
        assertThrows(CorruptFileException.class, () -> source.download(Progress.SILENT))
            .getMessage();

    assertTrue(
        message.startsWith(
            "Download of "
                + at("/data/train-images-idx3-ubyte.gz")
                + " has content of SHA-256 "
                + "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81 instead of "),
        message);
    assertEquals(List.of(), cached());
  }

  @Test
  void keepsNothingOfADownloadThatIsNoGzip() throws IOException {
    served.put(
        "/data/train-images-idx3-ubyte.gz",
        "<html>Sign in</html>".getBytes(StandardCharsets.US_ASCII));

    String message =
        assertThrows(CorruptFileException.class, () -> source.download(Progress.SILENT))
            .getMessage();

    assertTrue(message.contains(" is not a whole gzip file; try again later"), message);
    assertEquals(List.of(), cached());
  }

  @Test
  void namesTheStatusOfAFileThatTheServerLacks() throws IOException {
    served.clear();

    String message =
        assertThrows(IOException.class, () -> source.download(Progress.SILENT)).getMessage();

    assertEquals(
        "Cannot download "
            + at("/data/train-images-idx3-ubyte.gz")
            + ": the server answers with status 404; check the network and any proxy, or fetch the"
            + " four files by hand and name their folder",
        message);
    assertEquals(List.of(), cached());
  }

  @Test
  void keepsNothingOfADownloadWhoseConnectionIsCut() throws IOException {
    Path target = cache().resolve("x.gz");
    String message =
        assertThrows(
                IOException.class,
                () -> Download.gzip(at("/cut/x.gz"), target, "00", Progress.SILENT))
            .getMessage();

    assertTrue(message.contains(at("/cut/x.gz") + ": the connection broke ("), message);
    assertEquals(List.of(), cached());
  }

  @Test
  void givesUpOnAServerThatStalls() throws IOException {
    Path target = cache().resolve("x.gz");
    String message =
        assertThrows(
                IOException.class,
                () ->
                    Download.gzip(
                        at("/stall/x.gz"), target, "00", Progress.SILENT, Duration.ofMillis(300)))
            .getMessage();

    assertTrue(message.contains(": nothing arrived for 300 ms; check the network"), message);
    assertEquals(List.of(), cached());
  }

  @Test
  void namesAServerThatDoesNotAnswer() throws IOException {
    int port = server.getAddress().getPort();
    server.stop(0);
    URI nobody = URI.create("http://localhost:" + port + "/x.gz");

    String message =
        assertThrows(
                IOException.class,
                () -> Download.gzip(nobody, cache().resolve("x.gz"), "00", Progress.SILENT))
            .getMessage();

    assertTrue(message.startsWith("Cannot download " + nobody + ": "), message);
  }

  @Test
  void readsAFolderOfPlainAndGzippedFiles() throws IOException {
    writeTiny(folder);
    Path gzipped = folder.resolve("train-images-idx3-ubyte");
    Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(Files.readAllBytes(gzipped)));
    Files.delete(gzipped);

    Split split = FashionMnist.load(Optional.of(folder), Progress.SILENT);

    assertEquals(2, split.train().size());
    assertEquals(2, split.train().width());
    assertEquals("folder " + folder, split.origin());
  }

  @Test
  void namesTheFilesThatAFolderLacks() throws IOException {
    writeTiny(folder);
    Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));

    assertEquals(
        "Folder "
            + folder
            + " lacks t10k-labels-idx1-ubyte (plain or .gz); name the folder with the four files of"
            + " Fashion-MNIST",
        assertThrows(IOException.class, () -> FashionMnist.in(folder)).getMessage());
    assertTrue(
        assertThrows(IOException.class, () -> FashionMnist.in(folder.resolve("nowhere")))
            .getMessage()
            .contains("nowhere does not exist, so it lacks train-images-idx3-ubyte, train-labels"));
  }

  @Test
  void refusesImagesAndLabelsThatDoNotBelongTogether() throws IOException {
    writeTiny(folder);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), TINY.get("t10k-labels-idx1-ubyte"));

    String message =
        assertThrows(CorruptFileException.class, () -> FashionMnist.in(folder)).getMessage();
    assertEquals(
        folder.resolve("train-images-idx3-ubyte")
            + " has 2 images, but "
            + folder.resolve("train-labels-idx1-ubyte")
            + " has 1 labels; fetch both files from the same place",
        message);
  }

  @Test
  void hasTheHashesOfTheOriginalContent() throws Exception {
    Path installed = Path.of("/usr/share/datasets/fashion-mnist");
    assumeTrue(Files.isDirectory(installed), "Debian's dataset-fashion-mnist is not installed");
    for (String name : FashionMnistSource.FILES) {
      Path file = installed.resolve(name + ".gz");
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        assertEquals(FashionMnistSource.SHA_256.get(name), sha256(in.readAllBytes()), name);
      }
    }
  }

  @Test
  void readsTheInstalledPackageInFull() throws IOException {
    Path installed = Path.of("/usr/share/datasets/fashion-mnist");
    assumeTrue(Files.isDirectory(installed), "Debian's dataset-fashion-mnist is not installed");

    Split split = FashionMnist.in(installed);

    assertEquals(60_000, split.train().size());
    assertEquals(10_000, split.test().size());
    assertEquals(28, split.test().height());
    assertEquals("Fashion-MNIST test (10000 images of 1x28x28)", split.test().toString());
  }

  @Test
  void hasNoBundledPartWithoutTheSamples() throws IOException {
    assertFalse(FashionMnist.bundled().isPresent());
  }

  private Path cache() {
    return folder.resolve("cache").resolve("fashion-mnist");
  }

  private URI at(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  private List<String> cached() throws IOException {
    if (!Files.isDirectory(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void writeTiny(Path target) throws IOException {
    Files.createDirectories(target);
    for (Map.Entry<String, byte[]> file : TINY.entrySet()) {
      Files.write(target.resolve(file.getKey()), file.getValue());
    }
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }
}
