package io.github.vgg4j.cuda.library;

import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the driver's library tells before it is loaded: it links to a file with its version. */
final class DriverFile {

  /** The first driver for CUDA 13, in NVIDIA's table of CUDA's release notes. */
  static final int OLDEST = 580;

  private static final Pattern VERSIONED = Pattern.compile("libcuda\\.so\\.(\\d+)\\.[\\d.]+");
  private static final System.Logger LOG = System.getLogger(DriverFile.class.getName());

  private DriverFile() {}

  /** Why it cannot be used; null where nothing speaks against it. */
  static @Nullable Diagnosis judge(Path driver, Platform platform) {
    String fault = LibraryFile.fault(driver, platform);
    if (fault != null) {
      return new Diagnosis(
          "the driver's library " + driver + " " + fault,
          "Install NVIDIA's driver again, version " + OLDEST + " or newer.");
    }
    Matcher version = VERSIONED.matcher(realName(driver));
    if (version.matches() && Integer.parseInt(version.group(1)) < OLDEST) {
      return tooOld("is version " + realName(driver).substring("libcuda.so.".length()));
    }
    return null;
  }

  /**
   * The diagnosis for a driver of CUDA 12 or before.
   *
   * @param fact what says so, such as {@code is version 570.1}
   */
  static Diagnosis tooOld(String fact) {
    return new Diagnosis(
        "NVIDIA's driver " + fact + ", but CUDA 13 needs " + OLDEST + " or newer",
        "Install a driver of version " + OLDEST + " or newer.");
  }

  private static String realName(Path driver) {
    try {
      Path name = driver.toRealPath().getFileName();
      return name == null ? "" : name.toString();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Cannot follow " + driver, e);
      return "";
    }
  }
}
