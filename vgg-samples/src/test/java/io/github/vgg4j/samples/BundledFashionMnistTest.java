package io.github.vgg4j.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.FashionMnist;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundledFashionMnistTest {

  @Test
  void holdsSixThousandTrainingAndOneThousandTestImagesBalancedOverTenClasses() throws Exception {
    FashionMnist.Split split = FashionMnist.bundled().orElseThrow();

    assertEquals(6_000, split.train().size());
    assertEquals(1_000, split.test().size());
    assertEquals(28, split.train().height());
    assertEquals(28, split.train().width());
    assertEquals("the bundled part of Fashion-MNIST", split.origin());
    for (int c = 0; c < 10; c++) {
      assertEquals(600, count(split.train(), c));
      assertEquals(100, count(split.test(), c));
    }
  }

  @Test
  void startsAsTheOriginalFilesDo() throws Exception {
    FashionMnist.Split split = FashionMnist.bundled().orElseThrow();

    assertEquals(List.of(9, 0, 0, 3, 0, 2, 7, 2, 5, 5), firstLabels(split.train()));
    assertEquals(List.of(9, 2, 1, 1, 6, 1, 4, 6, 5, 7), firstLabels(split.test()));
    assertEquals("ankle boot", split.train().labelNames().get(9));
  }

  @ParameterizedTest
  @CsvSource({
    "t10k-images-idx3-ubyte.gz, 7cee33c3c6414b1b86c25e665a6c4f41584269de3b7cc9768b1d351922845eef",
    "t10k-labels-idx1-ubyte.gz, 3128d790775889812b73c4f13923559c8b9e281d112c6ea7862acf60a206a909",
    "train-images-idx3-ubyte.gz, cf313073c7eb485392848071d5c433571d7166043e971e3345b095cc30518084",
    "train-labels-idx1-ubyte.gz, 097b93fbcf9bd5bc648b1a457ddc55c9e4ab49afb33f9ecae8ce068399a75e3a"
  })
  void hasTheContentThatItsReadmeNames(String file, String sha256) throws Exception {
    byte[] content;
    try (InputStream in =
        new GZIPInputStream(
            Objects.requireNonNull(
                getClass()
                    .getResourceAsStream("/io/github/vgg4j/samples/fashion-mnist/" + file)))) {
      content = in.readAllBytes();
    }

    byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
    assertEquals(sha256, HexFormat.of().formatHex(hash));
  }

  @Test
  void equalsTheOriginalsWhereTheyAreInstalled() throws Exception {
    Optional<FashionMnist.Split> originals = FashionMnist.installed();
    assumeTrue(originals.isPresent(), "Fashion-MNIST is not installed on this machine");
    FashionMnist.Split bundled = FashionMnist.bundled().orElseThrow();

    assertSame(originals.get().train().limit(MakeFashionSubset.TRAIN_IMAGES), bundled.train());
    assertSame(originals.get().test().limit(MakeFashionSubset.TEST_IMAGES), bundled.test());
  }

  private static void assertSame(Dataset expected, Dataset actual) throws IOException {
    assertArrayEquals(MakeFashionSubset.images(expected), MakeFashionSubset.images(actual));
    assertArrayEquals(MakeFashionSubset.labels(expected), MakeFashionSubset.labels(actual));
  }

  private static long count(Dataset data, int label) {
    return IntStream.range(0, data.size()).filter(i -> data.label(i) == label).count();
  }

  private static List<Integer> firstLabels(Dataset data) {
    return IntStream.range(0, 10).mapToObj(data::label).toList();
  }
}
