package io.github.vgg4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.Parameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON and names of files. */
class OutputTest {

  @Test
  void jsonIsOneLineInOrderAndHasNoNaN() {
    String line =
        new JsonLine()
            .put("name", "a \"b\"\n\u00e4")
            .put("count", 3)
            .put("share", 0.5)
            .put("none", Double.NaN)
            .put("endless", Double.POSITIVE_INFINITY)
            .putNull("unknown")
            .toString();

    assertEquals(
        "{\"name\":\"a \\\"b\\\"\\n\u00e4\",\"count\":3,\"share\":0.5,\"none\":null,"
            + "\"endless\":null,\"unknown\":null}",
        line);
  }

  @ParameterizedTest
  @CsvSource({
    "FashionVggSmall, fashion-vgg-small.safetensors",
    "FashionVgg11At224, fashion-vgg11-at224.safetensors",
    "Vgg16, vgg16.safetensors",
    "MyVGGNet, my-vgg-net.safetensors",
    "Outer.Inner, outer-inner.safetensors"
  })
  void weightsAreNamedLikeTheNetwork(String name, String file) {
    NetworkPlan plan = Architecture.builder().input(1, 4, 4).block(1, 2).hidden().classes(2).plan();
    NetworkType<Unused> type = NetworkType.of(name, plan, List.of(), Unused::new);

    assertEquals(file, WeightsFile.of(type).toString());
  }

  private static final class Unused extends Network {
    Unused(Parameters parameters) {
      super(NetworkType.of("Unused", parameters.plan(), List.of(), Unused::new), parameters);
    }
  }
}
