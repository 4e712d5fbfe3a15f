package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sessions for inference alone, which lay weights out as they like and fold batch norm: what they
 * give is what a session for training gives, whose outputs the conformance suite checks.
 */
final class InferenceSessionTest {
  private static final int BATCH = 6;

  private final NetworkPlan plan =
      Architecture.builder()
          .input(3, 24, 20)
          .block(2, 16)
          .block(1, 24)
          .batchNorm()
          .hidden(40, 30)
          .classes(7)
          .plan();

  @Test
  void anyNumberOfImagesGivesTheLogitsOfTheTrainingSession() {
    try (Session training = open(Optimizer.Sgd.of(0.1));
        Session inference = open(null)) {
      for (int count : List.of(BATCH, 1, 4, BATCH)) {
        ImageBatch images = images(count);
        assertClose(logits(training, images), logits(inference, images));
      }
    }
  }

  @Test
  void weightsComeOutAsTheyWentIn() {
    try (Session inference = open(null)) {
      for (Parameter parameter : plan.parameters()) {
        try (Tensor out = Tensor.zeros(parameter.shape());
            Tensor in = weights(parameter)) {
          inference.read(parameter, out);
          assertClose(in.toArray(), out.toArray());
        }
      }
    }
  }

  @Test
  void weightsLoadedFromWhereTheyAreKeptGiveTheLogitsOfThoseWritten() throws IOException {
    ImageBatch images = images(3);
    try (Session written = open(null);
        Session loaded = new OnednnEngine().open(plan, written.spec())) {
      logits(loaded, images); // what it makes of zeros must not stay
      for (Parameter parameter : plan.parameters()) {
        try (Tensor values = weights(parameter)) {
          loaded.load(parameter, into -> into.copyFrom(values));
        }
      }
      assertArrayEquals(logits(written, images), logits(loaded, images));
    }
  }

  @Test
  void weightsWrittenAgainCountFromThenOn() {
    ImageBatch images = images(3);
    try (Session inference = open(null);
        Session fresh = open(null)) {
      Parameter scale = plan.parameters().get(2);
      logits(inference, images);
      try (Tensor doubled = Tensor.zeros(scale.shape())) {
        for (int i = 0; i < doubled.elements(); i++) {
          doubled.buffer().put(i, 2);
        }
        inference.write(scale, doubled);
        fresh.write(scale, doubled);
      }
      assertClose(logits(fresh, images), logits(inference, images));
    }
  }

  @Test
  void headAloneReadsFeaturesInTheOrderOfFiles() {
    List<Layer> layers = plan.layers();
    Layer lastOfBlocks = plan.endOfBlock(2);
    Layer flatten = layers.get(layers.indexOf(lastOfBlocks) + 1);
    Layer last = layers.get(layers.size() - 1);
    int features = Math.toIntExact(lastOfBlocks.output().elements());
    ImageBatch images = images(2);
    try (Session inference = open(null);
        Tensor input = Tensor.zeros(2, 3, 24, 20);
        Tensor maps = Tensor.zeros(2, features);
        Tensor logits = Tensor.zeros(2, 7)) {
      for (int i = 0; i < input.elements(); i++) {
        input.buffer().put(i, (images.pixels().get(i) & 0xFF) / 255f);
      }
      inference.infer(input, layers.get(0), lastOfBlocks, maps);
      inference.infer(maps, flatten, last, logits);
      assertClose(logits(inference, images), logits.toArray());
    }
  }

  private Session open(Optimizer optimizer) {
    Session session =
        new OnednnEngine()
            .open(plan, new SessionSpec(BATCH, Precision.F32, Normalization.UNIT, optimizer, 1));
    for (Parameter parameter : plan.parameters()) {
      try (Tensor values = weights(parameter)) {
        session.write(parameter, values);
      }
    }
    return session;
  }

  private static Tensor weights(Parameter parameter) {
    Random random = new Random(parameter.name().hashCode());
    Tensor values = Tensor.zeros(parameter.shape());
    double bound = Math.sqrt(6.0 / parameter.fanIn());
    for (int i = 0; i < values.elements(); i++) {
      float value = (float) ((random.nextDouble() * 2 - 1) * bound);
      values.buffer().put(i, parameter.name().contains("var") ? 1 + value / 10 : value);
    }
    return values;
  }

  private static ImageBatch images(int count) {
    ImageBatch images = new ImageBatch(count, 3, 24, 20);
    byte[] pixels = new byte[images.pixels().capacity()];
    new Random(3).nextBytes(pixels);
    images.pixels().put(0, pixels);
    images.count(count);
    return images;
  }

  private static float[] logits(Session session, ImageBatch images) {
    try (Tensor logits = Tensor.zeros(images.count(), 7)) {
      session.infer(images, logits);
      return logits.toArray();
    }
  }

  private static void assertClose(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-4, "number " + i);
    }
  }
}
