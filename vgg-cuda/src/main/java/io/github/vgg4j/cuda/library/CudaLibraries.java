package io.github.vgg4j.cuda.library;

import io.github.vgg4j.cuda.library.Folders.Folder;
import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import io.github.vgg4j.cuda.library.Libraries.Found;
import io.github.vgg4j.cuda.library.Libraries.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver's library and CUDA's, or says which one thing to do. It only looks at files:
 * nothing is loaded, and where there is no driver nothing else is looked for.
 */
public final class CudaLibraries {

  private final Machine machine;
  private final Folders folders;

  private CudaLibraries(Machine machine) {
    this.machine = machine;
    this.folders = new Folders(machine);
  }

  /** Looks for all of them. */
  public static Libraries find(Machine machine) {
    if (machine.platform() == Platform.OTHER) {
      return new Diagnosis("there is no CUDA for this system", "Use another engine.");
    }
    return new CudaLibraries(machine).find();
  }

  private Libraries find() {
    Diagnosis named = namedFolderIsMissing();
    if (named != null) {
      return named;
    }
    Path driver = driver();
    if (driver == null) {
      return NoDriver.diagnosis(machine);
    }
    Diagnosis broken = DriverFile.judge(driver, machine.platform());
    if (broken != null) {
      return broken;
    }
    Map<CudaLibrary, Place> places = new EnumMap<>(CudaLibrary.class);
    LibrarySearch search = new LibrarySearch(machine, folders);
    for (CudaLibrary library : CudaLibrary.values()) {
      Place place = search.find(library);
      if (place != null) {
        places.put(library, place);
      }
    }
    return places.size() == CudaLibrary.values().length
        ? new Found(driver, places)
        : search.diagnosis();
  }

  /** A folder that the user names and that is not there is a slip, not something to pass over. */
  private @Nullable Diagnosis namedFolderIsMissing() {
    String property = machine.property(Machine.PATH_PROPERTY);
    for (String list : List.of(property, machine.variable(Machine.PATH_VARIABLE))) {
      for (Path path : Machine.paths(list)) {
        if (!Files.isDirectory(path)) {
          String name =
              list.equals(property) ? "-D" + Machine.PATH_PROPERTY : Machine.PATH_VARIABLE;
          return new Diagnosis(
              name + " names " + path + ", which is no folder",
              "Name the folder with CUDA's libraries, or leave it out.");
        }
      }
    }
    return null;
  }

  /**
   * The driver's library. The loader's long list is read only where a driver runs: on a machine
   * without one the answer takes a handful of looks at files.
   */
  private @Nullable Path driver() {
    String name = machine.platform().driver();
    Path file = in(folders.named(), name);
    file = file == null ? in(folders.ofVariable(), name) : file;
    file = file == null ? in(folders.ofSystem(), name) : file;
    if (file == null && driverRuns()) {
      file = in(folders.ofLoader(name), name);
      file = file == null ? in(folders.ofSystemPackages(), name) : file;
    }
    return file;
  }

  private boolean driverRuns() {
    for (String sign : machine.platform().driverSigns()) {
      if (Files.exists(machine.system(sign))) {
        return true;
      }
    }
    return false;
  }

  /** The first that the loader would take, or else the first that is there: a message names it. */
  private @Nullable Path in(List<Folder> some, String name) {
    Path first = null;
    for (Folder folder : some) {
      Path file = folder.path().resolve(name);
      if (Files.exists(file)) {
        if (LibraryFile.fault(file, machine.platform()) == null) {
          return file;
        }
        first = first == null ? file : first;
      }
    }
    return first;
  }
}
