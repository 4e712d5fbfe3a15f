package io.github.vgg4j.cuda.library;

import io.github.vgg4j.cuda.library.Folders.Folder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds what {@code pip} installed, on disk and without running Python: the packages of active
 * virtual environments, of the {@code python3} on the path, of pyenv's chosen one, of the user.
 */
final class PythonFolders {

  private static final System.Logger LOG = System.getLogger(PythonFolders.class.getName());

  private PythonFolders() {}

  /** Folders with NVIDIA's libraries in every {@code site-packages} that counts. */
  static List<Folder> of(Machine machine) {
    List<Folder> folders = new ArrayList<>();
    for (Path prefix : prefixes(machine)) {
      folders.addAll(inside(prefix, machine.platform(), "pip's packages in " + prefix));
    }
    return folders;
  }

  /** Those inside one Python installation or virtual environment. */
  static List<Folder> inside(Path prefix, Platform platform, String origin) {
    List<Folder> folders = new ArrayList<>();
    for (Path packages : packageFolders(prefix)) {
      for (String library : platform.pipFolders()) {
        folders.add(new Folder(packages.resolve(library), origin));
      }
    }
    return folders;
  }

  /** Where installations lie, {@code lib/python3.x} and {@code bin} being below. */
  private static Set<Path> prefixes(Machine machine) {
    Set<Path> prefixes = new LinkedHashSet<>();
    prefixes.addAll(Machine.paths(machine.variable("VIRTUAL_ENV")));
    prefixes.addAll(Machine.paths(machine.variable("CONDA_PREFIX")));
    String name = machine.platform().isWindows() ? "python.exe" : "python3";
    for (Path folder : Machine.paths(machine.variable("PATH"))) {
      Path python = folder.resolve(name);
      if (Files.isRegularFile(python)) {
        addOwners(prefixes, python, machine.platform());
      }
    }
    prefixes.addAll(pyenv(machine));
    for (Path home : Machine.paths(machine.property("user.home"))) {
      prefixes.add(home.resolve(".local"));
    }
    prefixes.add(machine.system("usr/local"));
    prefixes.add(machine.system("usr"));
    return prefixes;
  }

  /** A virtual environment's python is a link: the environment counts before the installation. */
  private static void addOwners(Set<Path> prefixes, Path python, Platform platform) {
    addOwner(prefixes, python.toAbsolutePath(), platform);
    try {
      addOwner(prefixes, python.toRealPath(), platform);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Cannot follow " + python, e);
    }
  }

  private static void addOwner(Set<Path> prefixes, Path python, Platform platform) {
    Path folder = python.getParent();
    Path prefix = platform.isWindows() || folder == null ? folder : folder.getParent();
    if (prefix != null) {
      prefixes.add(prefix);
    }
  }

  /** The version that pyenv's python3 would run: its variable, else its file. */
  private static List<Path> pyenv(Machine machine) {
    String named = machine.variable("PYENV_ROOT");
    List<Path> prefixes = new ArrayList<>();
    List<Path> roots = new ArrayList<>(Machine.paths(named));
    for (Path home : Machine.paths(machine.property("user.home"))) {
      roots.add(home.resolve(".pyenv"));
    }
    for (Path root : roots) {
      for (String version : versions(root, machine.variable("PYENV_VERSION"))) {
        prefixes.add(root.resolve("versions").resolve(version));
      }
    }
    return prefixes;
  }

  private static List<String> versions(Path root, String chosen) {
    if (!chosen.isBlank()) {
      return List.of(chosen.strip().split(":", -1));
    }
    Path file = root.resolve("version");
    if (!Files.isReadable(file)) {
      return List.of();
    }
    try {
      return Files.readString(file).lines().map(String::strip).filter(s -> !s.isEmpty()).toList();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Cannot read " + file, e);
      return List.of();
    }
  }

  /** {@code lib/python3.x/site-packages} and Debian's {@code dist-packages}, the newest first. */
  private static List<Path> packageFolders(Path prefix) {
    List<Path> folders = new ArrayList<>();
    folders.add(prefix.resolve("Lib").resolve("site-packages"));
    for (String lib : List.of("lib", "lib64")) {
      Path parent = prefix.resolve(lib);
      if (!Files.isDirectory(parent)) {
        continue;
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, "python3*")) {
        for (Path child : children) {
          folders.add(child.resolve("site-packages"));
          folders.add(child.resolve("dist-packages"));
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "Cannot list " + parent, e);
      }
    }
    return folders;
  }
}
