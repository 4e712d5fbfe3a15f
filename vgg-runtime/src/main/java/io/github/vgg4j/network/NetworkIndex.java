package io.github.vgg4j.network;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of generated classes: the annotation processor leaves a resource for each in
 * {@link #FOLDER}, named like the class, and this looks through every class path element for them;
 * called by {@link Networks}.
 */
final class NetworkIndex {

  /** Where the annotation processor registers networks. */
  static final String FOLDER = "META-INF/vgg4j/networks/";

  private final NavigableSet<String> names = new TreeSet<>();
  private final Set<Path> seen = new HashSet<>();

  private NetworkIndex() {}

  /**
   * Binary names of the registered classes, in order.
   *
   * @throws UncheckedIOException if a class path element cannot be read
   */
  static NavigableSet<String> of(ClassLoader loader) {
    NetworkIndex index = new NetworkIndex();
    index.addFolders(loader);
    for (ClassLoader l = loader; l != null; l = l.getParent()) {
      if (l instanceof URLClassLoader urls) {
        index.addElements(urls.getURLs());
      }
    }
    // A jar need not have entries for its folders, and then getResources finds none of them.
    for (String element : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!element.isEmpty()) {
        index.addElement(Path.of(element));
      }
    }
    return index.names;
  }

  private void addFolders(ClassLoader loader) {
    try {
      for (URL url : Collections.list(loader.getResources(FOLDER))) {
        if (url.getProtocol().equals("file")) {
          addFolder(Path.of(URI.create(url.toString())));
        } else if (url.openConnection() instanceof JarURLConnection connection) {
          connection.setUseCaches(false);
          try (JarFile jar = connection.getJarFile()) {
            addEntries(jar);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for networks on the class path: " + e, e);
    }
  }

  private void addElements(URL[] urls) {
    for (URL url : urls) {
      if (url.getProtocol().equals("file")) {
        addElement(Path.of(URI.create(url.toString())));
      }
    }
  }

  private void addElement(Path element) {
    Path path = element.toAbsolutePath().normalize();
    if (!seen.add(path)) {
      return;
    }
    try {
      if (Files.isDirectory(path)) {
        addFolder(path.resolve(FOLDER));
      } else if (Files.isRegularFile(path)) {
        addJar(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for networks in " + path + ": " + e, e);
    }
  }

  private void addFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      files.forEach(file -> names.add(file.getFileName().toString()));
    }
  }

  private void addJar(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      addEntries(jar);
      Manifest manifest = jar.getManifest();
      if (manifest != null) {
        addManifestClassPath(
            path, manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH));
      }
    } catch (ZipException e) {
      // The JVM passes over such a class path element too.
      log().log(System.Logger.Level.DEBUG, () -> path + " on the class path is no jar: " + e);
    }
  }

  private void addEntries(JarFile jar) {
    jar.stream()
        .map(entry -> entry.getName())
        .filter(name -> name.startsWith(FOLDER) && name.length() > FOLDER.length())
        .map(name -> name.substring(FOLDER.length()))
        .filter(name -> name.indexOf('/') < 0)
        .forEach(names::add);
  }

  /** A jar's manifest may name more elements, as URLs relative to the jar; build tools use that. */
  private void addManifestClassPath(Path jar, @Nullable String classPath) {
    if (classPath == null) {
      return;
    }
    for (String reference : classPath.trim().split("\\s+", -1)) {
      try {
        URI element = jar.toUri().resolve(reference);
        if (!reference.isEmpty() && "file".equals(element.getScheme())) {
          addElement(Path.of(element));
        }
      } catch (IllegalArgumentException e) {
        String what = e instanceof InvalidPathException ? "path" : "URL";
        log()
            .log(
                System.Logger.Level.DEBUG,
                () -> jar + " names " + reference + " in its Class-Path, which is no " + what);
      }
    }
  }

  /** Made when there is something to say: finding out where logs go takes 20 ms of a start. */
  private static System.Logger log() {
    return System.getLogger(NetworkIndex.class.getName());
  }
}
