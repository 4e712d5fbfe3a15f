package io.github.vgg4j.cuda.library;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a search for CUDA's libraries came to. */
public sealed interface Libraries {

  /**
   * All are there.
   *
   * @param driver the driver's library
   * @param places of the others
   */
  record Found(Path driver, Map<CudaLibrary, Place> places) implements Libraries {

    public Found {
      places = Map.copyOf(places);
    }
  }

  /**
   * A library in a folder.
   *
   * @param files all that are to be loaded, those first that others need
   * @param origin how the folder was come by, such as {@code VGG_CUDA_PATH}
   */
  record Place(List<Path> files, String origin) {

    public Place {
      files = List.copyOf(files);
    }
  }

  /**
   * Something is missing, too old or broken.
   *
   * @param reason what, in words, without a full stop
   * @param remedy the one thing to do, a sentence
   */
  record Diagnosis(String reason, String remedy) implements Libraries {}
}
