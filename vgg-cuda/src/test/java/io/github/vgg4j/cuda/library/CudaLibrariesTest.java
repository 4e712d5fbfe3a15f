package io.github.vgg4j.cuda.library;

import static io.github.vgg4j.cuda.library.CudaLibrary.COMPILER;
import static io.github.vgg4j.cuda.library.CudaLibrary.CONVOLUTIONS;
import static io.github.vgg4j.cuda.library.CudaLibrary.PRODUCTS;
import static io.github.vgg4j.cuda.library.CudaLibrary.RUNTIME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.vgg4j.cuda.library.Libraries.Diagnosis;
import io.github.vgg4j.cuda.library.Libraries.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the libraries are found, in which order, and what is said where they are not. */
final class CudaLibrariesTest {

  private static final String PIP = "lib/python3.12/site-packages/nvidia/";

  @TempDir Path root;
  private MadeUpMachine machine;

  @BeforeEach
  void makeUp() {
    machine = new MadeUpMachine(root);
  }

  @Test
  void withoutADriverNothingElseIsLookedFor() throws IOException {
    machine.putWhole("usr/lib/x86_64-linux-gnu", CudaLibrary.values());

    assertDiagnosis(
        "no NVIDIA driver is installed (there is no libcuda.so.1)",
        "If this machine has an NVIDIA GPU, install its driver, version 580 or newer.");
  }

  @Test
  void aContainerWithoutItsGpuIsToldApart() throws IOException {
    machine.file("proc/driver/nvidia/version", new byte[1]);

    assertDiagnosis(
        "NVIDIA's driver runs on this machine, but its library libcuda.so.1 is not visible here,"
            + " as in a container that was started without its GPU",
        "Start the container with '--gpus all' and NVIDIA_DRIVER_CAPABILITIES=compute,utility.");
  }

  @Test
  void otherSystemsHaveNoCuda() {
    Machine mac = new Machine(java.util.Map.of(), java.util.Map.of(), root, Platform.OTHER);

    assertEquals(
        new Diagnosis("there is no CUDA for this system", "Use another engine."),
        CudaLibraries.find(mac));
    assertEquals(Platform.OTHER, Platform.of("Mac OS X", "aarch64"));
    assertEquals(Platform.LINUX_ARM64, Platform.of("Linux", "aarch64"));
    assertEquals(Platform.LINUX_X64, Platform.of("Linux", "amd64"));
    assertEquals(Platform.WINDOWS_X64, Platform.of("Windows 11", "amd64"));
  }

  @Test
  void theFoldersCountInTheirOrder() throws IOException {
    machine.putDriver();
    machine
        .set("VGG_CUDA_PATH", root.resolve("variable").toString())
        .set("LD_LIBRARY_PATH", root.resolve("loader").toString())
        .set("VIRTUAL_ENV", root.resolve("venv").toString())
        .set("CUDA_HOME", root.resolve("toolkit").toString())
        .property("vgg.cuda.path", root.resolve("property").toString());
    machine.file(
        "etc/ld.so.cache",
        MadeUpMachine.loaderCache(List.of("cached/libcudart.so.12", "cached/libcudart.so.13")));
    Files.createDirectories(root.resolve("property"));
    Files.createDirectories(root.resolve("variable"));
    machine.putWhole("toolkit/lib64", COMPILER, PRODUCTS, CONVOLUTIONS);

    // Each is put before those that are there already, so that it must win.
    for (String[] place :
        new String[][] {
          {"usr/local/lib", "NVIDIA's system packages"},
          {"usr/local/cuda/lib64", "the CUDA toolkit"},
          {"toolkit/targets/x86_64-linux/lib", "CUDA_HOME"},
          {"venv/" + PIP + "cu13/lib", "pip's packages in " + root.resolve("venv")},
          {"usr/lib64", "the system's folders"},
          {"cached", "the system's loader"},
          {"loader", "LD_LIBRARY_PATH"},
          {"variable/nvidia/cu13/lib", "VGG_CUDA_PATH"},
          {"property/lib", "-Dvgg.cuda.path"},
        }) {
      machine.putWhole(place[0], RUNTIME);
      Found found = assertInstanceOf(Found.class, machine.find(), place[0]);
      assertEquals(
          List.of(root.resolve(place[0]).resolve("libcudart.so.13")),
          found.places().get(RUNTIME).files());
      assertEquals(place[1], found.places().get(RUNTIME).origin());
    }
  }

  @Test
  void pipsPackagesAreFoundBesideThePythonOnThePath() throws IOException {
    machine.putDriver().putWhole("python/" + PIP + "cu13/lib", RUNTIME, COMPILER, PRODUCTS);
    machine.putWhole("python/" + PIP + "cudnn/lib", CONVOLUTIONS);
    machine.file("python/bin/python3.12", new byte[0]);
    Files.createDirectories(root.resolve("bin"));
    Files.createSymbolicLink(root.resolve("bin/python3"), root.resolve("python/bin/python3.12"));
    machine.set("PATH", root.resolve("nowhere") + ":" + root.resolve("bin"));

    Found found = assertInstanceOf(Found.class, machine.find());
    assertEquals(
        root.resolve("python/" + PIP + "cu13/lib/libnvrtc-builtins.so.13.0"),
        found.places().get(COMPILER).files().get(0));
    assertEquals(
        root.resolve("python/" + PIP + "cudnn/lib/libcudnn.so.9"),
        found.places().get(CONVOLUTIONS).files().get(7));
  }

  @Test
  void pyenvsChosenPythonIsFoundBehindItsScript() throws IOException {
    machine.putDriver().putWhole("home/.pyenv/versions/3.12.1/" + PIP + "cu13/lib", RUNTIME);
    machine.file(
        "home/.pyenv/version", "3.12.1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    machine.putWhole("home/.local/" + PIP + "cu13/lib", COMPILER, PRODUCTS, CONVOLUTIONS);

    assertInstanceOf(Found.class, machine.find());
  }

  @Test
  void oneCommandBringsAllThatIsMissing() throws IOException {
    machine.putDriver().putWhole("usr/lib64", RUNTIME, PRODUCTS);

    Diagnosis diagnosis = assertInstanceOf(Diagnosis.class, machine.find());
    assertTrue(
        diagnosis
            .reason()
            .startsWith("NVRTC 13 and cuDNN 9 are not in the system's folders, pip's"),
        diagnosis.reason());
    assertEquals(
        "Install: python3 -m pip install --no-deps \"nvidia-cuda-nvrtc==13.0.*\""
            + " nvidia-cudnn-cu13, or set VGG_CUDA_PATH to the folder that has them.",
        diagnosis.remedy());
  }

  @Test
  void anotherVersionIsNamed() throws IOException {
    machine.putDriver().putWhole("usr/lib64", RUNTIME, PRODUCTS, COMPILER);
    machine.put("usr/lib64", "libcudnn.so.8");

    Diagnosis diagnosis = assertInstanceOf(Diagnosis.class, machine.find());
    assertEquals(
        "cuDNN 9 is needed, but here is only " + root.resolve("usr/lib64/libcudnn.so.8"),
        diagnosis.reason());
  }

  @Test
  void halfALibraryIsNoLibrary() throws IOException {
    machine.putDriver().putWhole("usr/lib64", CudaLibrary.values());
    Files.delete(root.resolve("usr/lib64/libcudnn_ops.so.9"));

    assertDiagnosis(
        "cuDNN is not whole: " + root.resolve("usr/lib64") + " has no libcudnn_ops.so.9",
        "Install it again: python3 -m pip install --no-deps --force-reinstall nvidia-cudnn-cu13");
  }

  @Test
  void nvrtcNeedsItsBuiltIns() throws IOException {
    machine.putDriver().putWhole("usr/lib64", CudaLibrary.values());
    Files.delete(root.resolve("usr/lib64/libnvrtc-builtins.so.13.0"));

    assertDiagnosis(
        "NVRTC is not whole: " + root.resolve("usr/lib64") + " has no libnvrtc-builtins.so.13.*",
        "Install it again: python3 -m pip install --no-deps --force-reinstall"
            + " \"nvidia-cuda-nvrtc==13.0.*\"");
  }

  @Test
  void aBrokenCopyIsPassedOverWhereThereIsAWholeOne() throws IOException {
    machine.putDriver().putWhole("usr/lib64", CudaLibrary.values());
    machine.set("LD_LIBRARY_PATH", root.resolve("half").toString());
    machine.put("half", "libcudnn.so.9");

    Found found = assertInstanceOf(Found.class, machine.find());
    assertEquals("the system's folders", found.places().get(CONVOLUTIONS).origin());
  }

  @Test
  void filesThatAreNoLibrariesAreCalledWhatTheyAre() throws IOException {
    machine.putDriver().putWhole("usr/lib64", CudaLibrary.values());
    String file = "usr/lib64/libcublasLt.so.13";

    machine.file(file, new byte[0]);
    assertFault(file, "is empty");
    machine.file(file, "version https://git-lfs".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertFault(file, "is no library");
    machine.file(file, MadeUpMachine.library((short) 183, 0));
    assertFault(file, "is made for another processor, not for x86-64");
    machine.file(file, MadeUpMachine.library((short) 62, 100));
    assertFault(file, "is cut off: 156 bytes of 256");
    Files.delete(root.resolve(file));
    Files.createDirectory(root.resolve(file));
    assertFault(file, "is no file");
    Files.delete(root.resolve(file));
    Files.createSymbolicLink(root.resolve(file), root.resolve("gone"));
    assertFault(file, "is a link to a file that is gone");
  }

  @Test
  void aFileThatTheUserMayNotReadIsNamed() throws IOException {
    machine.putDriver().putWhole("usr/lib64", CudaLibrary.values());
    Path file = root.resolve("usr/lib64/libcublasLt.so.13");
    assertTrue(file.toFile().setReadable(false, false));
    assumeFalse(Files.isReadable(file), "This user may read everything: run it as another one");

    assertFault("usr/lib64/libcublasLt.so.13", "cannot be read by this user");
  }

  @Test
  void anOldDriverIsKnownByItsFile() throws IOException {
    machine.put("usr/lib64", "libcuda.so.570.86.15").putWhole("usr/lib64", CudaLibrary.values());
    Path link = root.resolve("usr/lib64/libcuda.so.1");
    Files.createSymbolicLink(link, Path.of("libcuda.so.570.86.15"));

    assertDiagnosis(
        "NVIDIA's driver is version 570.86.15, but CUDA 13 needs 580 or newer",
        "Install a driver of version 580 or newer.");
    Files.delete(link);
    machine.put("usr/lib64", "libcuda.so.580.65.06");
    Files.createSymbolicLink(link, Path.of("libcuda.so.580.65.06"));
    assertInstanceOf(Found.class, machine.find());
  }

  @Test
  void aBrokenDriverIsNamed() throws IOException {
    machine.putWhole("usr/lib64", CudaLibrary.values());
    machine.file("usr/lib64/libcuda.so.1", new byte[0]);

    assertDiagnosis(
        "the driver's library " + root.resolve("usr/lib64/libcuda.so.1") + " is empty",
        "Install NVIDIA's driver again, version 580 or newer.");
  }

  @Test
  void aFolderThatIsNamedMustBeThere() {
    machine.set("VGG_CUDA_PATH", root.resolve("typo").toString());

    assertDiagnosis(
        "VGG_CUDA_PATH names " + root.resolve("typo") + ", which is no folder",
        "Name the folder with CUDA's libraries, or leave it out.");
  }

  @Test
  void aDriverThatOnlyTheLoaderKnowsIsFoundWhereOneRuns() throws IOException {
    machine.put("opt/driver", "libcuda.so.1").putWhole("usr/lib64", CudaLibrary.values());
    machine.file("etc/ld.so.cache", MadeUpMachine.loaderCache(List.of("opt/driver/libcuda.so.1")));
    machine.file("dev/nvidiactl", new byte[0]);

    Found found = assertInstanceOf(Found.class, machine.find());
    assertEquals(root.resolve("opt/driver/libcuda.so.1"), found.driver());
  }

  @Test
  void aDriverForAnotherProcessorIsPassedOver() throws IOException {
    machine.file("usr/lib/x86_64-linux-gnu/libcuda.so.1", MadeUpMachine.library((short) 3, 0));
    machine.put("usr/lib64", "libcuda.so.1").putWhole("usr/lib64", CudaLibrary.values());

    Found found = assertInstanceOf(Found.class, machine.find());
    assertEquals(root.resolve("usr/lib64/libcuda.so.1"), found.driver());
  }

  @Test
  void aStrangeLoaderCacheIsAnEmptyOne() throws IOException {
    byte[] cache = MadeUpMachine.loaderCache(List.of("opt/driver/libcuda.so.1"));
    machine.file("whole", cache);
    machine.file("cut", java.util.Arrays.copyOf(cache, 60));
    machine.file("other", new byte[1000]);

    assertEquals(
        List.of(Path.of("opt/driver/libcuda.so.1")),
        LoaderCache.read(root.resolve("whole")).find("libcuda.so.1"));
    assertEquals(List.of(), LoaderCache.read(root.resolve("whole")).find("libcuda.so"));
    assertEquals(List.of(), LoaderCache.read(root.resolve("cut")).find("libcuda.so.1"));
    assertEquals(List.of(), LoaderCache.read(root.resolve("other")).find("libcuda.so.1"));
    assertEquals(List.of(), LoaderCache.read(root.resolve("none")).find("libcuda.so.1"));
  }

  @Test
  void windowsHasItsOwnNames() throws IOException {
    machine = new MadeUpMachine(root, Platform.WINDOWS_X64);
    machine.put("Windows/System32", "nvcuda.dll");
    machine.set("CUDA_PATH", root.resolve("toolkit").toString());
    machine.put("toolkit/bin/x64", "cudart64_13.dll", "cublas64_13.dll", "cublasLt64_13.dll");
    machine.put(
        "toolkit/bin/x64",
        "nvrtc64_130_0.dll",
        "nvrtc64_130_0.alt.dll",
        "nvrtc-builtins64_130.dll");
    machine.putWhole("Program Files/NVIDIA/CUDNN/v9/bin", CONVOLUTIONS);

    Found found = assertInstanceOf(Found.class, machine.find());
    assertEquals(
        root.resolve("toolkit/bin/x64/nvrtc64_130_0.dll"),
        found.places().get(COMPILER).files().get(1));
  }

  private void assertFault(String file, String fault) {
    Diagnosis diagnosis = assertInstanceOf(Diagnosis.class, machine.find());
    assertEquals("cuBLASLt is not whole: " + root.resolve(file) + " " + fault, diagnosis.reason());
  }

  private void assertDiagnosis(String reason, String remedy) {
    assertEquals(new Diagnosis(reason, remedy), machine.find());
  }
}
