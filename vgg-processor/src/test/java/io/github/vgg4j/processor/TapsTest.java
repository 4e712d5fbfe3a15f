package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.TypedTensor;
import io.github.vgg4j.tensor.Tensor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the methods that a user tapped a network with. */
class TapsTest {

  @TempDir private Path work;

  @Test
  void tapsGiveTheFeaturesOfTheirPlaces() throws Exception {
    Compiler.Result result = Compiler.JAVAC.compile(work, Fixtures.get("good", "Tapped").files());
    URL classes = result.classes().toUri().toURL();
    try (URLClassLoader loader =
            new URLClassLoader(new URL[] {classes}, getClass().getClassLoader());
        Network network =
            (Network)
                loader
                    .loadClass("demo.TappedNetwork")
                    .getMethod("create", long.class)
                    .invoke(null, 7L)) {
      float[] pixels = new float[64];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = i * 29 % 64 / 64f;
      }
      Class<?> images = loader.loadClass("demo.TappedNetwork$Images");
      Object batch =
          images.getMethod("of", float[][].class).invoke(null, (Object) new float[][] {pixels});
      try (TypedTensor input = (TypedTensor) batch;
          TypedTensor block = (TypedTensor) call(network, "block1", input);
          Tensor bare = (Tensor) call(network, "bare", input);
          TypedTensor texture = (TypedTensor) call(network, "texture", input);
          TypedTensor second = (TypedTensor) call(network, "block2", input);
          Tensor early = (Tensor) call(network, "early", input)) {
        assertArrayEquals(block.tensor().toArray(), bare.toArray());
        assertArrayEquals(second.tensor().toArray(), texture.tensor().toArray());
        assertArrayEquals(new int[] {1, 16, 4, 4}, early.shape());
        assertTrue(bare.toArray()[0] != bare.toArray()[1]);
      }
    }
  }

  private static Object call(Network network, String method, TypedTensor images) throws Exception {
    return network.getClass().getMethod(method, images.getClass()).invoke(network, images);
  }
}
