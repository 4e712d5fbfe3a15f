package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.data.Augmentation;
import io.github.vgg4j.data.Batches;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.RandomStreams;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How batches come to a session, and results back. */
abstract class BatchConformance extends GradientConformance {

  @Test
  void everyResultIsWholeAfterFinish() {
    Twin twin = new Twin(plain(), 10, Optimizer.Sgd.of(0.01), 4);
    StepResult trained = new StepResult();
    StepResult evaluated = new StepResult();
    try (Session session = twin.session(engine, 4)) {
      for (int step = 1; step <= 5; step++) {
        twin.batch.count(step % 4 + 1);
        session.train(twin.batch, 0.01, trained);
        session.evaluate(twin.batch, evaluated);
        twin.batch.labels()[0] = step % 3; // What a call got may be changed as soon as it returns.
      }
      session.finish();
      session.finish();
    }
    for (StepResult result : List.of(trained, evaluated)) {
      assertEquals(5, result.batches());
      assertEquals(2 + 3 + 4 + 1 + 2, result.images());
      assertTrue(result.loss() > 0 && Double.isFinite(result.loss()), () -> "" + result.loss());
    }
  }

  @Test
  void numbersOfKeptImagesGiveWhatTheirBytesGive() {
    Dataset train = images("train", 11, 12, 9);
    Dataset test = images("test", 7, 5, 8);
    Twin twin = new Twin(plain(), 11, Optimizer.Sgd.of(0.05).momentum(0.9), 4);
    try (Session bytes = twin.session(engine, 4);
        Session numbers = twin.session(engine, 4)) {
      if (!numbers.keep(train) || !numbers.keep(test)) {
        Batches.Builder pass = Batches.of(train, 4).numbered(true);
        assertThrows(IllegalStateException.class, () -> run(numbers, pass, Optional.of(0.1)));
        return;
      }
      for (int epoch = 0; epoch < 2; epoch++) {
        assertEquals(
            run(bytes, pass(train, epoch).numbered(false), Optional.of(0.05)),
            run(numbers, pass(train, epoch).numbered(true), Optional.of(0.05)));
        assertEquals(
            run(bytes, Batches.of(test, 4), Optional.empty()),
            run(numbers, Batches.of(test, 4).numbered(true), Optional.empty()));
      }
      // One that keeps images takes bytes as before.
      assertEquals(
          run(bytes, Batches.of(test, 3), Optional.empty()),
          run(numbers, Batches.of(test, 3), Optional.empty()));
      for (Parameter parameter : twin.plan.parameters()) {
        assertTrue(
            Arrays.equals(twin.read(bytes, parameter), twin.read(numbers, parameter)),
            parameter.name());
      }
      Batches.Builder strange = Batches.of(images("strange", 3, 4, 4), 3).numbered(true);
      assertThrows(IllegalArgumentException.class, () -> run(numbers, strange, Optional.empty()));
    }
  }

  private static Batches.Builder pass(Dataset data, int epoch) {
    RandomStreams random = new RandomStreams(5);
    return Batches.of(data, 4)
        .shuffled(random, epoch)
        .augmented(Augmentation.flipAndShift(2), random, epoch);
  }

  /** Loss of one pass: of training if there is a learning rate. */
  private static double run(Session session, Batches.Builder pass, Optional<Double> rate) {
    StepResult result = new StepResult();
    try (Batches batches = pass.start()) {
      for (ImageBatch batch = batches.next(); batch != null; batch = batches.next()) {
        if (rate.isPresent()) {
          session.train(batch, rate.get(), result);
        } else {
          session.evaluate(batch, result);
        }
      }
    }
    session.finish();
    return result.loss();
  }

  private static Dataset images(String name, int size, int height, int width) {
    byte[] pixels = new byte[size * height * width];
    new Random(size).nextBytes(pixels);
    int[] labels = IntStream.range(0, size).map(i -> i % 3).toArray();
    return Dataset.of(name, 1, height, width, List.of("a", "b", "c"), pixels, labels);
  }
}
