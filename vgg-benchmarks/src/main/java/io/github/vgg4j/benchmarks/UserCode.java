package io.github.vgg4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a user would write: the interfaces of one workload, and the enums of their labels. */
public enum UserCode {
  /** One interface: VGG-19, block by block, for images of 3 x 224 x 224. */
  VGG19 {
    @Override
    Map<String, String> files(Taps taps) {
      return Map.of("Vgg19", VGG19_TEXT);
    }
  },

  /** Two hundred interfaces in one package, drawn from a fixed seed. */
  MODULE {
    @Override
    Map<String, String> files(Taps taps) {
      return new RandomModule(SEED, taps).files(NETWORKS);
    }
  };

  /** Whether interfaces declare the methods that name types of the generated class. */
  enum Taps {
    DECLARED,
    /** What compiles without the generated class. */
    LEFT_OUT
  }

  /** Networks in {@link #MODULE}. */
  static final int NETWORKS = 200;

  static final String PACKAGE = "nets";

  private static final long SEED = 19;

  private static final String VGG19_TEXT =
      """
      package nets;

      import io.github.vgg4j.Block;
      import io.github.vgg4j.VggArch;

      @VggArch({
        @Block(convs = 2, out = 64),
        @Block(convs = 2, out = 128),
        @Block(convs = 4, out = 256),
        @Block(convs = 4, out = 512),
        @Block(convs = 4, out = 512)
      })
      public interface Vgg19 {}
      """;

  /** Texts of the files by the simple name of their type. */
  abstract Map<String, String> files(Taps taps);

  /** Writes the files below a folder, and gives them in the order of their names. */
  List<Path> write(Path folder, Taps taps) throws IOException {
    Path home = Files.createDirectories(folder.resolve(PACKAGE));
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, String> file : new TreeMap<>(files(taps)).entrySet()) {
      written.add(Files.writeString(home.resolve(file.getKey() + ".java"), file.getValue()));
    }
    return written;
  }
}
