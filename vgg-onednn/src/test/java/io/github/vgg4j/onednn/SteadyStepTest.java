package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.engine.StepTime;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step must not do: allocate, leak, or run code that is not made for this processor. */
final class SteadyStepTest {
  private static final long KIBI = 1024;
  private static final Path STATUS = Path.of("/proc/self/status");

  private static NetworkPlan plan() {
    return Architecture.builder()
        .input(3, 32, 32)
        .block(2, 32)
        .block(1, 64)
        .batchNorm()
        .hidden(256)
        .classes(10)
        .plan();
  }

  static Stream<Arguments> updates() {
    Gradients plain = Gradients.AS_THEY_ARE;
    return Stream.of(plain, plain.clipNorm(0.1), plain.accumulation(3), new Gradients(0.1, 3))
        .flatMap(
            gradients ->
                Stream.of(
                    Arguments.of(Optimizer.Sgd.of(0.01), gradients),
                    Arguments.of(Optimizer.Sgd.of(0.01).momentum(0.9), gradients),
                    Arguments.of(Optimizer.Adam.of(0.001), gradients)));
  }

  @ParameterizedTest
  @MethodSource("updates")
  void trainingStepPutsLessThanAKibibyteOnTheHeap(Optimizer optimizer, Gradients gradients) {
    ImageBatch images = images(16);
    StepResult result = new StepResult();
    try (Session session = open(16, optimizer, gradients)) {
      for (int warm = 0; warm < 10; warm++) {
        session.train(images, 0.01, result);
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int step = 0; step < 40; step++) {
        session.train(images, 0.01, result);
      }
      long each = (threads.getCurrentThreadAllocatedBytes() - before) / 40;
      assertTrue(each < KIBI, () -> each + " bytes a step");
    }
  }

  @Test
  void sessionsGiveTheirMemoryBack() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(STATUS), "Only Linux tells the resident memory");
    ImageBatch images = images(64);
    long before = 0;
    for (int round = 0; round < 24; round++) {
      if (round == 4) {
        before = resident();
      }
      try (Session session = open(64, Optimizer.Adam.of(0.001))) {
        session.train(images, 0.001, new StepResult());
        session.evaluate(images, new StepResult());
      }
    }
    long grown = (resident() - before) >> 20;
    // Each session holds 20 MiB, 400 in all; the JVM's own heap grows meanwhile, too.
    assertTrue(grown < 150, () -> grown + " MiB more after 20 sessions");
  }

  @ParameterizedTest
  @MethodSource("updates")
  void everyProductHasAnImplementationForThisProcessor(Optimizer optimizer, Gradients gradients) {
    Assumptions.assumeTrue(
        Cpu.instructions().startsWith("A"), "Only made for processors with AVX2 or more");
    try (Session session = open(16, optimizer, gradients)) {
      List<String> slow =
          session.profile(images(16), 1).stream()
              .filter(time -> time.flops() > 0 && time.implementation().startsWith("ref"))
              .map(StepTime::toString)
              .toList();
      assertEquals(List.of(), slow);
    }
  }

  @Test
  void profileNamesEveryLayerWithWeightsInBothDirections() {
    try (Session session = open(16, Optimizer.Sgd.of(0.01))) {
      List<StepTime> times = session.profile(images(16), 2);
      for (String layer : List.of("features.0", "features.3", "features.7", "classifier.3")) {
        long products =
            times.stream().filter(t -> t.layer().equals(layer) && t.flops() > 0).count();
        assertTrue(products >= 2, () -> layer + " in " + times);
      }
    }
  }

  @Test
  void lastPartialBatchTrainsAsASessionOfItsSizeDoes() {
    float[] partial = afterAStep(16, 5);
    float[] full = afterAStep(5, 5);
    for (int i = 0; i < full.length; i++) {
      assertEquals(full[i], partial[i], 1e-5, "weight " + i);
    }
  }

  private static float[] afterAStep(int batch, int count) {
    ImageBatch images = images(batch);
    images.count(count);
    try (Session session = open(batch, Optimizer.Sgd.of(0.1));
        Tensor weight = Tensor.zeros(plan().parameters().get(0).shape())) {
      if (batch > count) {
        images.count(batch);
        session.evaluate(images, new StepResult());
        images.count(count);
      }
      session.train(images, 0.1, new StepResult());
      session.read(plan().parameters().get(0), weight);
      return weight.toArray();
    }
  }

  private static Session open(int batch, Optimizer optimizer) {
    return open(batch, optimizer, Gradients.AS_THEY_ARE);
  }

  private static Session open(int batch, Optimizer optimizer, Gradients gradients) {
    SessionSpec spec =
        SessionSpec.training(batch, Precision.F32, Normalization.UNIT, optimizer, 1)
            .gradients(gradients);
    Session session = new OnednnEngine().open(plan(), spec);
    plan()
        .parameters()
        .forEach(
            parameter -> {
              try (Tensor values = Tensor.zeros(parameter.shape())) {
                for (int i = 0; i < values.elements(); i++) {
                  values.buffer().put(i, (i * 7919 % 101 - 50) * 0.002f);
                }
                session.write(parameter, values);
              }
            });
    return session;
  }

  private static ImageBatch images(int count) {
    ImageBatch images = new ImageBatch(count, 3, 32, 32);
    images.count(count);
    for (int i = 0; i < images.pixels().capacity(); i++) {
      images.pixels().put(i, (byte) (i * 31));
    }
    for (int i = 0; i < count; i++) {
      images.labels()[i] = i % 10;
    }
    return images;
  }

  private static long resident() throws IOException {
    System.gc();
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> KIBI * Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
