package io.github.vgg4j.cuda.library;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where libraries may lie on a machine, in the order in which they count. */
final class Folders {

  private final Machine machine;

  Folders(Machine machine) {
    this.machine = machine;
  }

  /**
   * A folder to look into.
   *
   * @param origin how it was come by, in words
   */
  record Folder(Path path, String origin) {}

  /** What the user names: the property, then the variable; each may name several. */
  List<Folder> named() {
    List<Folder> folders = new ArrayList<>();
    addInside(folders, machine.property(Machine.PATH_PROPERTY), "-D" + Machine.PATH_PROPERTY);
    addInside(folders, machine.variable(Machine.PATH_VARIABLE), Machine.PATH_VARIABLE);
    return folders;
  }

  /** Those of {@code LD_LIBRARY_PATH}, or of {@code PATH} on Windows. */
  List<Folder> ofVariable() {
    String name = machine.platform().isWindows() ? "PATH" : "LD_LIBRARY_PATH";
    List<Folder> folders = new ArrayList<>();
    for (Path path : Machine.paths(machine.variable(name))) {
      folders.add(new Folder(path, name));
    }
    return folders;
  }

  /** Those in which the loader finds a library by itself: its list, then its usual folders. */
  List<Folder> ofLoader(String library) {
    List<Folder> folders = new ArrayList<>();
    for (Path path : LoaderCache.read(machine.system("etc/ld.so.cache")).find(library)) {
      Path folder = path.getParent();
      if (folder != null) {
        folders.add(new Folder(machine.root().resolve(folder), "the system's loader"));
      }
    }
    folders.addAll(ofSystem());
    return folders;
  }

  /** The usual folders of the system's loader. */
  List<Folder> ofSystem() {
    List<Folder> folders = new ArrayList<>();
    for (String path : machine.platform().systemFolders()) {
      folders.add(new Folder(machine.system(path), "the system's folders"));
    }
    return folders;
  }

  /** Those of a toolkit: the variables that name it, the one of {@code nvcc}, the usual folders. */
  List<Folder> ofToolkit() {
    List<Folder> folders = new ArrayList<>();
    addInside(folders, machine.variable("CUDA_HOME"), "CUDA_HOME");
    addInside(folders, machine.variable("CUDA_PATH"), "CUDA_PATH");
    for (Path path : Machine.paths(machine.variable("PATH"))) {
      Path compiler = path.resolve(machine.platform().isWindows() ? "nvcc.exe" : "nvcc");
      if (path.getParent() != null && Files.isExecutable(compiler)) {
        addInside(folders, path.getParent().toString(), "the toolkit of " + compiler);
      }
    }
    for (String path : List.of("usr/local/cuda", "usr/local/cuda-13", "opt/cuda")) {
      addInside(folders, machine.system(path).toString(), "the CUDA toolkit");
    }
    return folders;
  }

  /** Those of NVIDIA's packages for the system that are not the loader's own. */
  List<Folder> ofSystemPackages() {
    List<Folder> folders = new ArrayList<>();
    if (machine.platform().isWindows()) {
      addInside(folders, machine.system("Program Files/NVIDIA/CUDNN/v9").toString(), "cuDNN");
      return folders;
    }
    for (String path :
        List.of(
            "usr/lib/wsl/lib", "usr/local/nvidia/lib64", "usr/local/nvidia/lib", "usr/local/lib")) {
      folders.add(new Folder(machine.system(path), "NVIDIA's system packages"));
    }
    return folders;
  }

  private void addInside(List<Folder> folders, String list, String origin) {
    for (Path path : Machine.paths(list)) {
      for (String inside : machine.platform().libraryFolders()) {
        folders.add(new Folder(path.resolve(inside), origin));
      }
      if (origin.endsWith(Machine.PATH_PROPERTY) || origin.equals(Machine.PATH_VARIABLE)) {
        folders.addAll(PythonFolders.inside(path, machine.platform(), origin));
      }
    }
  }
}
