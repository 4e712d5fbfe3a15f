package io.github.vgg4j.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Networks;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The samples are the networks of the book and the paper, to the digit. */
class SampleNetworksTest {

  @Test
  void theCommandFindsAllOfThem() {
    assertEquals(
        List.of(
            "FashionVgg11",
            "FashionVgg11At224",
            "FashionVgg11FullWidth",
            "FashionVgg11SmallHead",
            "FashionVggDeep",
            "FashionVggSmall",
            "Vgg16",
            "Vgg19"),
        Networks.onClassPath().stream().map(NetworkType::name).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "FashionVgg11, 22121802, 11",
    "FashionVgg11At224, 43093322, 11",
    "FashionVgg11FullWidth, 44920074, 11",
    "FashionVgg11SmallHead, 22332682, 11",
    "Vgg16, 138357544, 16",
    "Vgg19, 143667240, 19"
  })
  void parametersAndWeightLayersAreTheBooks(String name, long parameters, long weightLayers) {
    NetworkPlan plan = Networks.named(name).plan();

    assertEquals(parameters, plan.parameterCount());
    assertEquals(
        weightLayers,
        plan.layers().stream()
            .filter(layer -> layer instanceof Layer.Conv || layer instanceof Layer.Dense)
            .count());
  }

  @Test
  void theTextbookNetHalvesFiveTimes() {
    NetworkPlan plan = FashionVgg11At224Network.PLAN;

    assertEquals(new Shape(1, 224, 224), plan.input());
    assertEquals(new Shape(16, 112, 112), plan.endOfBlock(1).output());
    assertEquals(new Shape(32, 56, 56), plan.endOfBlock(2).output());
    assertEquals(new Shape(64, 28, 28), plan.endOfBlock(3).output());
    assertEquals(new Shape(128, 14, 14), plan.endOfBlock(4).output());
    assertEquals(new Shape(128, 7, 7), plan.endOfBlock(5).output());
  }

  @Test
  void garmentsReadLikeTheDataSetsLabels() {
    assertEquals("T-shirt/top", Garment.T_SHIRT.toString());
    assertEquals("ankle boot", Garment.valueOf(FashionVggSmallNetwork.TYPE.label(9)).toString());
  }
}
