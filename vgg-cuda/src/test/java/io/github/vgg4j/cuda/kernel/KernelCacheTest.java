package io.github.vgg4j.cuda.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelCacheTest {

  private static final KernelSource POOL = new KernelSource("pool.cu", Map.of("BF16", 1));

  @TempDir Path folder;
  private int compiled;

  private KernelCache cache(String version) {
    return new KernelCache(
        folder.resolve("kernels"),
        version,
        (source, capability) -> {
          compiled++;
          return (source + " for " + capability).getBytes(UTF_8);
        });
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("kernels"))) {
      return files.toList();
    }
  }

  @Test
  void aKernelIsCompiledOnceForAllRuns() throws IOException {
    byte[] first = cache("13.0").cubin(POOL, 90);
    byte[] second = cache("13.0").cubin(POOL, 90);
    assertArrayEquals(first, second);
    assertEquals(1, compiled);
    assertEquals(1, files().size());
  }

  @Test
  void anotherCompilerGpuOrMacroIsAnotherKernel() {
    cache("13.0").cubin(POOL, 90);
    cache("13.1").cubin(POOL, 90);
    cache("13.0").cubin(POOL, 80);
    cache("13.0").cubin(new KernelSource("pool.cu", Map.of("BF16", 0)), 90);
    cache("13.0").cubin(new KernelSource("element.cu", Map.of("BF16", 1)), 90);
    assertEquals(5, compiled);
  }

  @Test
  void aDamagedFileIsMadeAgain() throws IOException {
    byte[] whole = cache("13.0").cubin(POOL, 90);
    Path file = files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1]++;
    for (byte[] damaged : List.of(bytes, new byte[0], new byte[] {1, 2, 3})) {
      Files.write(file, damaged);
      assertArrayEquals(whole, cache("13.0").cubin(POOL, 90));
    }
    assertEquals(4, compiled);
    cache("13.0").cubin(POOL, 90);
    assertEquals(4, compiled);
  }

  @Test
  void aFolderThatCannotBeMadeCostsTimeButNotTheKernel() throws IOException {
    Files.writeString(folder.resolve("kernels"), "a file in the way");
    cache("13.0").cubin(POOL, 90);
    cache("13.0").cubin(POOL, 90);
    assertEquals(2, compiled);
  }
}
