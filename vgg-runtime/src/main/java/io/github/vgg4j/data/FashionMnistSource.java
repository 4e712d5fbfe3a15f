package io.github.vgg4j.data;

import io.github.vgg4j.data.FashionMnist.Progress;
import io.github.vgg4j.data.FashionMnist.Split;
import io.github.vgg4j.file.CorruptFileException;
import io.github.vgg4j.file.UserCache;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The places where Fashion-MNIST may lie, and reading it there.
 *
 * @param systemFolder where a package of the operating system installs it
 * @param cacheFolder where downloads go
 * @param address of the folder to download from, ending with a slash
 * @param sha256 for each file's name, without {@code .gz}, the hash of its uncompressed content
 */
record FashionMnistSource(
    Path systemFolder, Path cacheFolder, URI address, Map<String, String> sha256) {

  static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
  static final List<String> FILES = List.of(TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS);

  private static final String RESOURCES = "io/github/vgg4j/samples/fashion-mnist/";

  /**
   * Of the uncompressed content: packagers change the gzip header, and the images stay the same.
   * The content is that of the files whose MD5 sums the data set's README publishes.
   */
  static final Map<String, String> SHA_256 =
      Map.of(
          TRAIN_IMAGES, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
          TRAIN_LABELS, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
          TEST_IMAGES, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
          TEST_LABELS, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

  static FashionMnistSource ofThisMachine() {
    String url =
        System.getProperty(
            "vgg.fashionmnist.url", "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/");
    return new FashionMnistSource(
        Path.of("/usr/share/datasets/fashion-mnist"),
        UserCache.folder().resolve("fashion-mnist"),
        URI.create(url.endsWith("/") ? url : url + "/"),
        SHA_256);
  }

  Split in(Path folder, String origin) throws IOException {
    List<String> missing = missing(folder);
    if (!missing.isEmpty()) {
      throw new IOException(
          "Folder "
              + folder
              + (Files.isDirectory(folder) ? " lacks " : " does not exist, so it lacks ")
              + String.join(", ", missing)
              + " (plain or .gz); name the folder with the four files of Fashion-MNIST");
    }
    return new Split(
        read(folder, TRAIN_IMAGES, TRAIN_LABELS, "Fashion-MNIST train"),
        read(folder, TEST_IMAGES, TEST_LABELS, "Fashion-MNIST test"),
        origin);
  }

  Optional<Split> installed() throws IOException {
    if (missing(systemFolder).isEmpty()) {
      return Optional.of(in(systemFolder, "the system's package in " + systemFolder));
    }
    if (missing(cacheFolder).isEmpty()) {
      return Optional.of(in(cacheFolder, "the cache in " + cacheFolder));
    }
    return Optional.empty();
  }

  Split download(Progress progress) throws IOException {
    for (String name : missing(cacheFolder)) {
      String file = name + ".gz";
      String hash = sha256.getOrDefault(name, "");
      Download.gzip(address.resolve(file), cacheFolder.resolve(file), hash, progress);
    }
    return in(cacheFolder, "a download from " + address + " in " + cacheFolder);
  }

  static Optional<Split> bundled(ClassLoader loader) throws IOException {
    if (FILES.stream().anyMatch(name -> loader.getResource(RESOURCES + name + ".gz") == null)) {
      return Optional.empty();
    }
    return Optional.of(
        new Split(
            readBundled(loader, TRAIN_IMAGES, TRAIN_LABELS, "Fashion-MNIST train, bundled part"),
            readBundled(loader, TEST_IMAGES, TEST_LABELS, "Fashion-MNIST test, bundled part"),
            "the bundled part of Fashion-MNIST"));
  }

  private static List<String> missing(Path folder) {
    List<String> missing = new ArrayList<>();
    for (String name : FILES) {
      if (find(folder, name).isEmpty()) {
        missing.add(name);
      }
    }
    return missing;
  }

  private static Optional<Path> find(Path folder, String name) {
    Path gzipped = folder.resolve(name + ".gz");
    Path plain = folder.resolve(name);
    return Files.isRegularFile(gzipped)
        ? Optional.of(gzipped)
        : Optional.of(plain).filter(Files::isRegularFile);
  }

  private static Dataset read(Path folder, String images, String labels, String name)
      throws IOException {
    Path imageFile = find(folder, images).orElseThrow();
    Path labelFile = find(folder, labels).orElseThrow();
    return dataset(
        name,
        IdxFile.images(imageFile),
        IdxFile.labels(labelFile, FashionMnist.LABELS.size()),
        imageFile.toString(),
        labelFile.toString());
  }

  private static Dataset readBundled(ClassLoader loader, String images, String labels, String name)
      throws IOException {
    String imageFile = RESOURCES + images + ".gz";
    String labelFile = RESOURCES + labels + ".gz";
    try (InputStream imageStream = open(loader, imageFile);
        InputStream labelStream = open(loader, labelFile)) {
      return dataset(
          name,
          IdxFile.images(imageFile, imageStream),
          IdxFile.labels(labelFile, labelStream, FashionMnist.LABELS.size()),
          imageFile,
          labelFile);
    }
  }

  private static InputStream open(ClassLoader loader, String resource) throws IOException {
    InputStream stream = loader.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException("The class path has lost " + resource + "; build again");
    }
    return new BufferedInputStream(stream, 1 << 16);
  }

  private static Dataset dataset(
      String name, IdxFile.Images images, int[] labels, String imageFile, String labelFile)
      throws CorruptFileException {
    if (images.count() != labels.length) {
      throw new CorruptFileException(
          imageFile
              + " has "
              + images.count()
              + " images, but "
              + labelFile
              + " has "
              + labels.length
              + " labels; fetch both files from the same place");
    }
    return Dataset.of(
        name, 1, images.height(), images.width(), FashionMnist.LABELS, images.pixels(), labels);
  }
}
