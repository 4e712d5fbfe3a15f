package io.github.vgg4j.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Fashion-MNIST, 60,000 training and 10,000 test images of garments, 1x28x28, light on black, in
 * ten classes: where it lies on this machine, or how it comes here. H. Xiao, K. Rasul, R. Vollgraf,
 * "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms" (2017).
 */
public final class FashionMnist {

  /** Names of the ten classes, in the order of the labels. */
  public static final List<String> LABELS =
      List.of(
          "t-shirt/top",
          "trouser",
          "pullover",
          "dress",
          "coat",
          "sandal",
          "shirt",
          "sneaker",
          "bag",
          "ankle boot");

  private FashionMnist() {}

  /**
   * Training and test images that belong together.
   *
   * @param origin one phrase for the log: where they came from
   */
  public record Split(Dataset train, Dataset test, String origin) {}

  /** Told how far a download is. */
  @FunctionalInterface
  public interface Progress {
    /** Says nothing. */
    Progress SILENT = (file, bytes, total) -> {};

    /**
     * Called after each piece, in the thread that downloads.
     *
     * @param file name of the file on its way
     * @param bytes that have arrived
     * @param total bytes of the file, or -1 if the server does not say
     */
    void at(String file, long bytes, long total);
  }

  /**
   * The first that exists of: the given folder; the folder of Debian's package {@code
   * dataset-fashion-mnist}; the user's cache; a download into that cache.
   *
   * @param given a folder with the four files; if it is given, nothing else is tried
   * @throws IOException if files are missing or broken, or the download fails
   */
  public static Split load(Optional<Path> given, Progress progress) throws IOException {
    if (given.isPresent()) {
      return in(given.get());
    }
    Optional<Split> installed = installed();
    return installed.isPresent() ? installed.get() : download(progress);
  }

  /** All training images, as {@link #load} finds them; a download is silent. */
  public static Dataset train() throws IOException {
    return load(Optional.empty(), Progress.SILENT).train();
  }

  /** All test images, as {@link #load} finds them; a download is silent. */
  public static Dataset test() throws IOException {
    return load(Optional.empty(), Progress.SILENT).test();
  }

  /**
   * The images of a folder with {@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte},
   * {@code t10k-images-idx3-ubyte} and {@code t10k-labels-idx1-ubyte}, each plain or with {@code
   * .gz}. Images of another size than 28x28 are taken too.
   *
   * @throws IOException if a file is missing or broken
   */
  public static Split in(Path folder) throws IOException {
    return FashionMnistSource.ofThisMachine().in(folder, "folder " + folder);
  }

  /** The images of the system's package or the user's cache, if one of them has all four files. */
  public static Optional<Split> installed() throws IOException {
    return FashionMnistSource.ofThisMachine().installed();
  }

  /**
   * Downloads into the user's cache what is missing there, checks it by SHA-256, and reads it. The
   * cache is {@code $XDG_CACHE_HOME/vgg4j}, else {@code ~/.cache/vgg4j} ({@code
   * %LOCALAPPDATA%\vgg4j} on Windows); the system property {@code vgg.fashionmnist.url} names
   * another address to take the four {@code .gz} files from.
   *
   * @throws IOException if the server cannot be reached, stalls, or sends something else; no
   *     partial file stays
   */
  public static Split download(Progress progress) throws IOException {
    return FashionMnistSource.ofThisMachine().download(progress);
  }

  /**
   * The real, balanced part that {@code vgg-samples} carries: the first 600 training and 100 test
   * images of each class. Empty if that module is not on the class path.
   *
   * @throws IOException if it is there but broken
   */
  public static Optional<Split> bundled() throws IOException {
    return FashionMnistSource.bundled(FashionMnist.class.getClassLoader());
  }
}
