package io.github.vgg4j.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.cuda.FakeCuda;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading by full paths, with the real libraries where they are installed. */
final class LibraryLoaderTest {

  @TempDir Path folder;

  @Test
  void versionsThatDoNotGoTogetherAreRefused() {
    assertNull(LibraryLoader.judge(13_000));
    assertNull(LibraryLoader.judge(13_030));
    assertEquals(
        "cuDNN is made for CUDA 12, but 13 is needed", reason(LibraryLoader.judge(12_090)));
  }

  @Test
  void theRealLibrariesLoadWithoutAnyVariableOfTheSystemsLoader() throws Exception {
    Machine machine = Machine.here();
    LibrarySearch search = new LibrarySearch(machine, new Folders(machine));
    Map<CudaLibrary, Libraries.Place> places = new EnumMap<>(CudaLibrary.class);
    for (CudaLibrary library : CudaLibrary.values()) {
      Libraries.Place place = search.find(library);
      assumeTrue(
          place != null,
          () ->
              library.title()
                  + " is not here: install CUDA's libraries with pip, or set VGG_CUDA_PATH");
      places.put(library, place);
    }
    FakeCuda driver = FakeCuda.driverIn(folder);
    String path = folder + File.pathSeparator + machine.variable(Machine.PATH_VARIABLE);

    List<String> out =
        driver
            .run(
                // NVRTC asks the driver too, and believes one that says it has a GPU.
                Map.of("VGG_CUDA_PATH", path, "LD_LIBRARY_PATH", "", "FAKE_CUDA_INIT", "100"),
                "io.github.vgg4j.cuda.library.RealLibraries")
            .out()
            .lines()
            .toList();

    assertEquals(List.of("runtime: null", "others: null"), out.subList(0, 2));
    assertTrue(out.get(2).startsWith("versions: driver for CUDA 13.0, cuDNN 9."), out.get(2));
    assertEquals("compiled: 0", out.get(3));
    List<String> files = new ArrayList<>();
    places.values().forEach(place -> place.files().forEach(f -> files.add("mapped: " + f)));
    files.removeIf(out::contains);
    assertEquals(List.of(), files, "not loaded");
  }

  private static String reason(Libraries.Diagnosis diagnosis) {
    assertNotNull(diagnosis);
    return diagnosis.reason();
  }
}
