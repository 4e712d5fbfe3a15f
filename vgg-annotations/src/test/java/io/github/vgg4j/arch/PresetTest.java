package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.Preset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configurations of the paper, against its table and torchvision's counts. */
class PresetTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "VGG11,     132863336, 132868840,  7609090048",
    "VGG11_LRN, 132863336, 132868840,  7609090048",
    "VGG13,     133047848, 133053736, 11308466176",
    "VGG16_1X1, 133638952, 133647400, 11770888192",
    "VGG16,     138357544, 138365992, 15470264320",
    "VGG19,     143667240, 143678248, 19632062464",
  })
  void countsEqualThePublishedOnes(Preset preset, long parameters, long withBatchNorm, long macs) {
    NetworkPlan plain = Architecture.builder().preset(preset).plan();
    NetworkPlan normed = Architecture.builder().preset(preset).batchNorm().plan();

    assertEquals(parameters, plain.parameterCount());
    assertEquals(withBatchNorm, normed.parameterCount());
    assertEquals(List.of(macs, macs), List.of(plain.macs(), normed.macs()));
  }

  @Test
  void presetIsTheSameNetworkAsItsBlocks() {
    assertEquals(
        Nets.vgg(Nets.VGG16).plan().fingerprint(),
        Architecture.builder().preset(Preset.VGG16).plan().fingerprint());
  }

  @Test
  void presetIsAdaptedByInputWidthAndHead() {
    assertEquals(
        Nets.textbook(96).plan(),
        Architecture.builder()
            .preset(Preset.VGG11)
            .widthDivisor(4)
            .input(1, 96, 96)
            .classes(10)
            .plan());
  }

  @Test
  void localResponseNormFollowsTheFirstReluOfTheFirstBlock() {
    List<Layer> layers = Architecture.builder().preset(Preset.VGG11_LRN).plan().layers();

    assertEquals("features.1", layers.get(1).name());
    assertEquals(
        new Layer.LocalResponseNorm("features.2", 1, new Shape(64, 224, 224), 5, 1e-4, 0.75, 2),
        layers.get(2));
    assertEquals("features.3", layers.get(3).name());
  }

  @Test
  void configurationCEndsItsLastBlocksWithA1x1Kernel() {
    List<Integer> kernels =
        Architecture.builder().preset(Preset.VGG16_1X1).plan().layers().stream()
            .filter(Layer.Conv.class::isInstance)
            .map(layer -> ((Layer.Conv) layer).kernel())
            .toList();

    assertEquals(List.of(3, 3, 3, 3, 3, 3, 1, 3, 3, 1, 3, 3, 1), kernels);
  }

  @Test
  void adaptivePoolLetsOneSetOfWeightsTakeAnyInput() {
    NetworkPlan large = Architecture.builder().preset(Preset.VGG16).adaptivePool(7).plan();
    NetworkPlan small =
        Architecture.builder().preset(Preset.VGG16).adaptivePool(7).input(3, 32, 48).plan();

    assertEquals(large.parameters(), small.parameters());
    assertEquals(138_357_544, small.parameterCount());
    Layer pool =
        small.layers().stream().filter(layer -> layer.name().equals("avgpool")).findFirst().get();
    assertEquals(
        new Layer.AdaptiveAvgPool("avgpool", 0, new Shape(512, 1, 1), new Shape(512, 7, 7)), pool);
  }
}
