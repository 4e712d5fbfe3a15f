package io.github.vgg4j.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.network.Network;
import io.github.vgg4j.network.NetworkType;
import io.github.vgg4j.network.TypedTensor;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a generated class: a net for 28 x 78 images, nested in another class. */
class GeneratedNetworkTest {

  @TempDir private Path work;
  private URLClassLoader loader;
  private Class<?> net;

  @BeforeEach
  void compile() throws Exception {
    Compiler.Result result = Compiler.JAVAC.compile(work, Fixtures.get("good", "Oblong").files());
    URL classes = result.classes().toUri().toURL();
    loader = new URLClassLoader(new URL[] {classes}, getClass().getClassLoader());
    net = loader.loadClass("demo.Oblong_NetNetwork");
  }

  @AfterEach
  void close() throws IOException {
    loader.close();
  }

  @Test
  void heightsAndWidthsAreItsOwn() throws Exception {
    assertEquals(List.of(1, 28, 78), sides("Images"));
    assertEquals(List.of(8, 14, 39), sides("Block1"));
    assertEquals(List.of(16, 7, 19), sides("Block2"));
    assertEquals(3, constant(nested("Logits"), "CLASSES"));
  }

  @Test
  void constantsTellTheCosts() throws Exception {
    assertEquals(10_035L, constant(net, "PARAMETERS"));
    assertEquals(2_050_608L, constant(net, "MACS"));
    assertEquals(3, constant(net, "CLASSES"));
  }

  @Test
  void planIsTheOneThatWasCompiled() throws Exception {
    NetworkPlan plan = (NetworkPlan) constant(net, "PLAN");

    assertEquals(new Shape(1, 28, 78), plan.input());
    assertEquals(new Shape(16, 7, 19), plan.endOfBlock(2).output());
    assertEquals("Oblong.Net", ((NetworkType<?>) constant(net, "TYPE")).name());
  }

  @Test
  void tensorOfAnotherShapeIsRefused() throws Exception {
    try (Tensor square = Tensor.zeros(1, 8, 14, 14)) {
      InvocationTargetException thrown =
          assertThrows(
              InvocationTargetException.class,
              () -> access(nested("Block1"), "of", Tensor.class).invoke(null, square));
      assertInstanceOf(IllegalArgumentException.class, thrown.getCause());
      assertEquals(
          "Block1 must be n x 8 x 14 x 39, but the tensor is [1, 8, 14, 14]",
          thrown.getCause().getMessage());
    }
  }

  @Test
  void imagesComeFromArraysOfOneImageEach() throws Exception {
    float[] pixels = new float[28 * 78];
    pixels[79] = 0.5f;

    try (TypedTensor images =
        (TypedTensor)
            access(nested("Images"), "of", float[][].class)
                .invoke(null, (Object) new float[][] {new float[28 * 78], pixels})) {
      assertEquals(2, images.count());
      assertEquals(0.5f, images.tensor().toArray()[28 * 78 + 79]);
    }
    InvocationTargetException thrown =
        assertThrows(
            InvocationTargetException.class,
            () ->
                access(nested("Images"), "of", float[][].class)
                    .invoke(null, (Object) new float[][] {pixels, new float[784]}));
    assertEquals(
        "Image 1 must have 2184 numbers (1 x 28 x 78), but has 784",
        thrown.getCause().getMessage());
  }

  @Test
  void seedDecidesTheWeights() throws Exception {
    try (Network one = create(1);
        Network same = create(1);
        Network other = create(2)) {
      float[] weights = one.parameters().tensor("features.0.weight").toArray();
      float[] equal = same.parameters().tensor("features.0.weight").toArray();
      float[] different = other.parameters().tensor("features.0.weight").toArray();

      assertEquals(List.of(true, false), List.of(same(weights, equal), same(weights, different)));
      assertEquals("Oblong.Net", one.name());
    }
  }

  @Test
  void headOfTheLastBlocksFeaturesGivesTheLogits() throws Exception {
    float[] pixels = new float[28 * 78];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (i * 37 % 256) / 255f;
    }
    try (Network network = create(3);
        TypedTensor images =
            (TypedTensor)
                access(nested("Images"), "of", float[][].class)
                    .invoke(null, (Object) new float[][] {pixels});
        TypedTensor features = call(network, "block2", images);
        TypedTensor fromFeatures = call(network, "head", features);
        TypedTensor logits = call(network, "logits", images)) {
      assertEquals(
          List.of(1, 16, 7, 19), Arrays.stream(features.tensor().shape()).boxed().toList());
      assertArrayEquals(logits.tensor().toArray(), fromFeatures.tensor().toArray(), 1e-5f);
      assertTrue(logits.tensor().toArray()[0] != 0);
    }
  }

  @Test
  void visibilityIsTheInterfaces() {
    assertEquals(Modifier.FINAL, net.getModifiers());
  }

  private static boolean same(float[] one, float[] other) {
    return Arrays.equals(one, other);
  }

  private TypedTensor call(Network network, String method, TypedTensor argument) throws Exception {
    return (TypedTensor) access(net, method, argument.getClass()).invoke(network, argument);
  }

  private Network create(long seed) throws Exception {
    return (Network) access(net, "create", long.class).invoke(null, seed);
  }

  private List<Object> sides(String name) throws Exception {
    Class<?> type = nested(name);
    return List.of(constant(type, "CHANNELS"), constant(type, "HEIGHT"), constant(type, "WIDTH"));
  }

  private Class<?> nested(String name) throws Exception {
    return loader.loadClass("demo.Oblong_NetNetwork$" + name);
  }

  private static Object constant(Class<?> type, String name) throws Exception {
    Field field = type.getField(name);
    field.setAccessible(true);
    return field.get(null);
  }

  private static Method access(Class<?> type, String name, Class<?>... parameters)
      throws Exception {
    Method method = type.getMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }
}
