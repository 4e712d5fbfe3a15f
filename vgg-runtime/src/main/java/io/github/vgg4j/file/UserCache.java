package io.github.vgg4j.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where files go that can be fetched or made again. */
public final class UserCache {

  private UserCache() {}

  /**
   * This project's folder: {@code $XDG_CACHE_HOME/vgg4j}, else {@code ~/.cache/vgg4j} ({@code
   * %LOCALAPPDATA%\vgg4j} on Windows). It may not exist yet.
   */
  public static Path folder() {
    return home(System.getProperty("os.name"), System.getProperty("user.home"), System.getenv())
        .resolve("vgg4j");
  }

  /** The folder of all programs, as the operating system wants it. */
  static Path home(String osName, String home, Map<String, String> environment) {
    boolean windows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
    String named = environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
    // The XDG base directory specification: a path that is not absolute is to be ignored.
    if (!named.isEmpty() && (windows || named.startsWith("/"))) {
      return Path.of(named);
    }
    return windows ? Path.of(home, "AppData", "Local") : Path.of(home, ".cache");
  }
}
