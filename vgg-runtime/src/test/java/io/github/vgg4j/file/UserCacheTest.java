package io.github.vgg4j.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that can be made again lie where the operating system wants them. */
final class UserCacheTest {

  @Test
  void liesWhereTheOperatingSystemWantsIt() {
    assertEquals(Path.of("/home/x/.cache"), UserCache.home("Linux", "/home/x", Map.of()));
    assertEquals(Path.of("/c"), UserCache.home("Linux", "/home/x", Map.of("XDG_CACHE_HOME", "/c")));
    assertEquals(
        Path.of("/home/x/.cache"),
        UserCache.home("Mac OS X", "/home/x", Map.of("XDG_CACHE_HOME", "relative")));
    assertEquals(
        Path.of("/local"), UserCache.home("Windows 11", "/u", Map.of("LOCALAPPDATA", "/local")));
    assertEquals(Path.of("/u", "AppData", "Local"), UserCache.home("Windows 11", "/u", Map.of()));
  }
}
