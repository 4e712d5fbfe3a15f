package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generated constants of the paper's networks are compile-time constants, to the digit. */
class PresetConstantsTest {

  @TempDir private Path work;

  @ParameterizedTest(name = "{0}, batch norm {1}")
  @CsvSource({
    "VGG11, false, 132863336, 7609090048",
    "VGG11, true, 132868840, 7609090048",
    "VGG11_LRN, false, 132863336, 7609090048",
    "VGG13, false, 133047848, 11308466176",
    "VGG13, true, 133053736, 11308466176",
    "VGG16_1X1, false, 133638952, 11770888192",
    "VGG16_1X1, true, 133647400, 11770888192",
    "VGG16, false, 138357544, 15470264320",
    "VGG16, true, 138365992, 15470264320",
    "VGG19, false, 143667240, 19632062464",
    "VGG19, true, 143678248, 19632062464",
  })
  void countsAreKnownToTheCompiler(String preset, boolean batchNorm, long parameters, long macs)
      throws IOException {
    Path file = work.resolve("Paper.java");
    Files.writeString(
        file,
        """
        import io.github.vgg4j.Preset;
        import io.github.vgg4j.VggArch;

        @VggArch(preset = Preset.%s, batchNorm = %s)
        interface Paper {
          int EQUAL = 1 / (PaperNetwork.PARAMETERS == %dL && PaperNetwork.MACS == %dL ? 1 : 0);

          static boolean isOne(int number) {
            switch (number) {
              case EQUAL:
                return true;
              default:
                return false;
            }
          }
        }
        """
            .formatted(preset, batchNorm, parameters, macs));

    Compiler.Result result = Compiler.JAVAC.compile(work.resolve("out"), List.of(file));

    // A division by zero is no constant, so the case label would not compile.
    assertEquals(List.of(), result.messages());
    assertTrue(result.success());
  }
}
