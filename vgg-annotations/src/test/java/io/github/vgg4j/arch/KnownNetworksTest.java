package io.github.vgg4j.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameter and MAC counts, names and indices against torchvision's and the textbook's. */
class KnownNetworksTest {

  @ParameterizedTest(name = "VGG-{0}")
  @CsvSource({
    "11, 132863336, 132868840, 7609090048",
    "13, 133047848, 133053736, 11308466176",
    "16, 138357544, 138365992, 15470264320",
    "19, 143667240, 143678248, 19632062464",
  })
  void countsEqualTorchvision(int depth, long parameters, long withBatchNorm, long macs) {
    NetworkPlan plain = Nets.vgg(convs(depth)).plan();
    NetworkPlan normed = Nets.vgg(convs(depth)).batchNorm().plan();

    assertEquals(parameters, plain.parameterCount());
    assertEquals(withBatchNorm, normed.parameterCount());
    assertEquals(macs, plain.macs());
    assertEquals(macs, normed.macs());
    assertEquals(new Cost(parameters, macs), Cost.of(plain.layers()));
  }

  @Test
  void countsEqualTheTextbook() {
    assertEquals(43_093_322, Nets.textbook(224).plan().parameterCount());
    assertEquals(512_155_648, Nets.textbook(224).plan().macs());
    assertEquals(22_121_802, Nets.textbook(96).plan().parameterCount());
    assertEquals(107_798_528, Nets.textbook(96).plan().macs());
  }

  @Test
  void convolutionsBearTorchvisionsIndices() {
    assertEquals(List.of(0, 3, 6, 8, 11, 13, 16, 18), convIndices(Nets.vgg(Nets.VGG11)));
    assertEquals(List.of(0, 2, 5, 7, 10, 12, 15, 17, 20, 22), convIndices(Nets.vgg(Nets.VGG13)));
    assertEquals(
        List.of(0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28), convIndices(Nets.vgg(Nets.VGG16)));
    assertEquals(
        List.of(0, 2, 5, 7, 10, 12, 14, 16, 19, 21, 23, 25, 28, 30, 32, 34),
        convIndices(Nets.vgg(Nets.VGG19)));
    assertEquals(
        List.of(0, 3, 7, 10, 14, 17, 20, 24, 27, 30, 34, 37, 40),
        convIndices(Nets.vgg(Nets.VGG16).batchNorm()));
  }

  @Test
  void headBearsTorchvisionsNamesWithAndWithoutDropout() {
    assertEquals(
        List.of(
            "flatten",
            "classifier.0",
            "classifier.1",
            "classifier.2",
            "classifier.3",
            "classifier.4",
            "classifier.5",
            "classifier.6"),
        headNames(Nets.vgg(Nets.VGG11)));
    assertEquals(
        List.of("flatten", "classifier.0", "classifier.1", "classifier.3"),
        headNames(Nets.vgg(Nets.VGG11).hidden(64).dropout(0)));
    assertEquals(List.of("flatten", "classifier.0"), headNames(Nets.vgg(Nets.VGG11).hidden()));
  }

  @Test
  void parametersBearTorchvisionsNamesAndLayouts() {
    List<Parameter> parameters =
        Architecture.builder()
            .input(3, 4, 4)
            .block(1, 8)
            .batchNorm()
            .hidden(5)
            .classes(2)
            .plan()
            .parameters();

    assertEquals(
        List.of(
            new Parameter("features.0.weight", List.of(8, 3, 3, 3), Parameter.Role.CONV_WEIGHT),
            new Parameter("features.0.bias", List.of(8), Parameter.Role.BIAS),
            new Parameter("features.1.weight", List.of(8), Parameter.Role.NORM_SCALE),
            new Parameter("features.1.bias", List.of(8), Parameter.Role.NORM_SHIFT),
            new Parameter("features.1.running_mean", List.of(8), Parameter.Role.RUNNING_MEAN),
            new Parameter("features.1.running_var", List.of(8), Parameter.Role.RUNNING_VARIANCE),
            new Parameter("classifier.0.weight", List.of(5, 32), Parameter.Role.DENSE_WEIGHT),
            new Parameter("classifier.0.bias", List.of(5), Parameter.Role.BIAS),
            new Parameter("classifier.3.weight", List.of(2, 5), Parameter.Role.LOGITS_WEIGHT),
            new Parameter("classifier.3.bias", List.of(2), Parameter.Role.BIAS)),
        parameters);
  }

  @Test
  void imagesNeedNotBeSquare() {
    NetworkPlan plan = Architecture.builder().input(1, 28, 78).block(1, 8).block(1, 16).plan();

    assertEquals(new Shape(8, 14, 39), plan.endOfBlock(1).output());
    assertEquals(new Shape(16, 7, 19), plan.endOfBlock(2).output());
  }

  private static int[] convs(int depth) {
    return switch (depth) {
      case 11 -> Nets.VGG11;
      case 13 -> Nets.VGG13;
      case 16 -> Nets.VGG16;
      default -> Nets.VGG19;
    };
  }

  private static List<Integer> convIndices(Architecture.Builder builder) {
    return builder.plan().layers().stream()
        .filter(Layer.Conv.class::isInstance)
        .map(layer -> Integer.valueOf(layer.name().substring("features.".length())))
        .toList();
  }

  private static List<String> headNames(Architecture.Builder builder) {
    return builder.plan().layers().stream()
        .filter(layer -> layer.block() == 0)
        .map(Layer::name)
        .toList();
  }
}
