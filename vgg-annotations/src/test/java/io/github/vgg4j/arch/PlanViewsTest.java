package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Tables, memory and fingerprint of a plan. */
class PlanViewsTest {

  @Test
  void layerTableShowsEveryLayerWithItsCost() {
    NetworkPlan plan =
        Architecture.builder()
            .input(3, 8, 12)
            .block(1, 16)
            .batchNorm()
            .hidden(20)
            .dropout(0.25)
            .classes(10)
            .plan();

    assertEquals(
        """
        layer         kind               output  parameters    MACs
        input                        3 x 8 x 12
        features.0    conv 3x3      16 x 8 x 12         448  41,472
        features.1    batch norm    16 x 8 x 12          32
        features.2    relu          16 x 8 x 12
        features.3    max pool 2x2   16 x 4 x 6
        flatten       flatten               384
        classifier.0  dense                  20       7,700   7,680
        classifier.1  relu                   20
        classifier.2  dropout 0.25           20
        classifier.3  dense                  10         210     200
        total                                         8,390  49,352
        """,
        PlanTable.layers(plan));
  }

  @Test
  void blockTableShowsTheTextbookNet() {
    assertEquals(
        """
        block    layers                output  parameters         MACs
        input                   1 x 224 x 224
        block 1  1 conv, pool  16 x 112 x 112         160    7,225,344
        block 2  1 conv, pool    32 x 56 x 56       4,640   57,802,752
        block 3  2 conv, pool    64 x 28 x 28      55,424  173,408,256
        block 4  2 conv, pool   128 x 14 x 14     221,440  173,408,256
        block 5  2 conv, pool     128 x 7 x 7     295,168   57,802,752
        head     3 dense                   10  42,516,490   42,508,288
        total                                  43,093,322  512,155,648
        """,
        PlanTable.blocks(Nets.textbook(224).plan()));
  }

  @Test
  void allElevenWeightLayersOfVgg11AreVisible() {
    List<String> weightLayers =
        PlanTable.layers(Nets.textbook(224).plan())
            .lines()
            .filter(line -> line.contains("conv") || line.contains("dense"))
            .toList();

    assertEquals(11, weightLayers.size());
  }

  @Test
  void tablesAreTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    String expected = PlanTable.layers(Nets.textbook(96).plan());
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertEquals(expected, PlanTable.layers(Nets.textbook(96).plan()));
      assertEquals(
          "Block 1: convs must be from 1 to 100, but is 0. Use 2, say.",
          Architecture.builder().block(0, 64).build().check().errors().get(0).message());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void batchNormsRunningStatisticsAreNotCountedAsParameters() {
    NetworkPlan plan = Nets.vgg(Nets.VGG16).batchNorm().plan();

    assertEquals(138_365_992L, Cost.of(plan.layers()).parameters());
    assertEquals(
        138_365_992L + 2 * 4224, plan.parameters().stream().mapToLong(Parameter::elements).sum());
  }

  @Test
  void fingerprintTellsPlansApart() {
    String fingerprint = Nets.textbook(96).plan().fingerprint();

    assertEquals("ece1c6c10609ea20", fingerprint);
    assertEquals(fingerprint, Nets.textbook(96).plan().fingerprint());
    assertNotEquals(fingerprint, Nets.textbook(128).plan().fingerprint());
    assertNotEquals(fingerprint, Nets.textbook(96).batchNorm().plan().fingerprint());
    assertNotEquals(fingerprint, Nets.textbook(96).dropout(0.4).plan().fingerprint());
    assertNotEquals(fingerprint, Nets.textbook(96).classes(11).plan().fingerprint());
    assertNotEquals(fingerprint, Nets.textbook(96).input(1, 97, 97).plan().fingerprint());
  }

  @Test
  void blockThatIsNotThereIsRefused() {
    NetworkPlan plan = Nets.textbook(96).plan();

    assertEquals(
        "There is no block 6; the network has blocks 1 to 5",
        assertThrows(IllegalArgumentException.class, () -> plan.endOfBlock(6)).getMessage());
  }
}
