package io.github.vgg4j.cuda.library;

import io.github.vgg4j.cuda.library.Folders.Folder;
import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import io.github.vgg4j.cuda.library.Libraries.Place;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks for one library after another, all files of one in the same folder, and keeps count. */
final class LibrarySearch {

  private static final System.Logger LOG = System.getLogger(LibrarySearch.class.getName());
  private static final int NAMED_PLACES = 6;

  private final Machine machine;
  private final Folders folders;
  private final Map<CudaLibrary, String> faults = new EnumMap<>(CudaLibrary.class);
  private final List<CudaLibrary> missing = new ArrayList<>();
  private final Set<String> origins = new LinkedHashSet<>();
  private final Set<Path> looked = new LinkedHashSet<>();

  LibrarySearch(Machine machine, Folders folders) {
    this.machine = machine;
    this.folders = folders;
  }

  /** The first folder in which it is whole; null if there is none. */
  @Nullable Place find(CudaLibrary library) {
    String main = library.mainFile(machine.platform());
    // The folders of Python and of a toolkit are looked up only where those before have not got it.
    for (int stage = 0; stage < 6; stage++) {
      for (Folder folder : stage(stage, main)) {
        Place place = whole(library, folder);
        if (place != null) {
          return place;
        }
      }
    }
    missing.add(library);
    return null;
  }

  private List<Folder> stage(int stage, String main) {
    return switch (stage) {
      case 0 -> folders.named();
      case 1 -> folders.ofVariable();
      case 2 -> folders.ofLoader(main);
      case 3 -> PythonFolders.of(machine);
      case 4 -> folders.ofToolkit();
      default -> folders.ofSystemPackages();
    };
  }

  private @Nullable Place whole(CudaLibrary library, Folder folder) {
    origins.add(folder.origin());
    looked.add(folder.path());
    if (resolve(folder.path(), library.mainFile(machine.platform())) == null) {
      return null;
    }
    List<Path> files = new ArrayList<>();
    for (String name : library.files(machine.platform())) {
      Path file = resolve(folder.path(), name);
      if (file == null) {
        faults.putIfAbsent(library, folder.path() + " has no " + name);
        return null;
      }
      String fault = LibraryFile.fault(file, machine.platform());
      if (fault != null) {
        faults.putIfAbsent(library, file + " " + fault);
        return null;
      }
      files.add(file);
    }
    return new Place(files, folder.origin());
  }

  /** A file by its name, in which one {@code *} stands for any minor version; null if not there. */
  private static @Nullable Path resolve(Path folder, String name) {
    if (!name.contains("*")) {
      Path file = folder.resolve(name);
      return Files.exists(file) || Files.isSymbolicLink(file) ? file : null;
    }
    List<Path> files = list(folder, name);
    return files.isEmpty() ? null : files.get(0);
  }

  private static List<Path> list(Path folder, String pattern) {
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      for (Path file : found) {
        // NVRTC has a twin beside it, named alt, that is not the one to load.
        if (!file.toString().contains(".alt.")) {
          files.add(file);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Cannot list " + folder, e);
    }
    files.sort(null);
    return files;
  }

  /** What was not found, and the one command that brings all of it. */
  Diagnosis diagnosis() {
    CudaLibrary first = missing.get(0);
    for (CudaLibrary library : missing) {
      String fault = faults.get(library);
      if (fault != null) {
        return new Diagnosis(
            library.title() + " is not whole: " + fault,
            "Install it again: python3 -m pip install --no-deps --force-reinstall "
                + library.pipPackage());
      }
    }
    String other = otherVersion(first);
    String reason =
        other == null
            ? titles() + (missing.size() == 1 ? " is" : " are") + " not in " + places()
            : first.title() + " " + first.major() + " is needed, but here is only " + other;
    return new Diagnosis(
        reason,
        "Install: python3 -m pip install --no-deps "
            + missing.stream().map(CudaLibrary::pipPackage).collect(Collectors.joining(" "))
            + ", or set "
            + Machine.PATH_VARIABLE
            + " to the folder that has them.");
  }

  private String titles() {
    List<String> titles = missing.stream().map(l -> l.title() + " " + l.major()).toList();
    int last = titles.size() - 1;
    return last == 0
        ? titles.get(0)
        : String.join(", ", titles.subList(0, last)) + " and " + titles.get(last);
  }

  private String places() {
    String some = origins.stream().limit(NAMED_PLACES).collect(Collectors.joining(", "));
    int more = origins.size() - NAMED_PLACES;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  /** A file of another version in one of the folders; null if there is none. */
  private @Nullable String otherVersion(CudaLibrary library) {
    String any = library.anyVersion(machine.platform());
    for (Path folder : looked) {
      for (Path file : list(folder, any + "*")) {
        return file.toString();
      }
    }
    return null;
  }
}
