package io.github.vgg4j.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.Threads;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of threads that compute can be set. */
class ThreadsTest {
  private static final NetworkPlan PLAN =
      Architecture.builder().input(3, 64, 64).block(2, 32).hidden(64).classes(10).plan();

  @AfterEach
  void clear() {
    System.clearProperty(Threads.PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", "1.5", "4097", "99999999999"})
  void whatIsNoNumberOfThreadsIsRefused(String text) {
    System.setProperty(Threads.PROPERTY, text);
    assertEquals(
        "The system property vgg.threads must be a number from 1 to 4096, but is '" + text + "'",
        assertThrows(IllegalArgumentException.class, Threads::wanted).getMessage());
  }

  /** Linux has a folder for every thread; those that OpenMP starts bear the name of who did. */
  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void soManyThreadsComputeForEachThatDrives(int threads) throws Exception {
    System.setProperty(Threads.PROPERTY, Integer.toString(threads));
    AtomicReference<Object> counted = new AtomicReference<>();
    String name = "driver-" + threads;
    Thread driver =
        new Thread(
            () -> {
              try {
                infer();
                counted.set(threadsNamed(name));
              } catch (IOException | RuntimeException | Error e) {
                counted.set(e);
              }
            },
            name);
    driver.start();
    driver.join();
    assertEquals((long) threads, counted.get());
  }

  @Test
  void resultsAreTheSameWithAnyNumber() {
    System.setProperty(Threads.PROPERTY, "1");
    float[] one = infer();
    System.setProperty(Threads.PROPERTY, "3");
    assertArrayEquals(one, infer(), 1e-5f);
  }

  private static float[] infer() {
    SessionSpec spec = SessionSpec.inference(4, Precision.F32, Normalization.UNIT);
    try (Session session = new OnednnEngine().open(PLAN, spec);
        Tensor logits = Tensor.zeros(4, 10)) {
      PLAN.parameters()
          .forEach(
              parameter -> {
                float[] values = new float[Math.toIntExact(parameter.elements())];
                for (int i = 0; i < values.length; i++) {
                  values[i] = (i % 7 - 3) / 50f;
                }
                int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
                try (Tensor tensor = Tensor.of(values, shape)) {
                  session.write(parameter, tensor);
                }
              });
      ImageBatch images = new ImageBatch(4, 3, 64, 64);
      images.count(4);
      session.infer(images, logits);
      float[] numbers = new float[40];
      logits.buffer().get(numbers);
      return numbers;
    }
  }

  private static long threadsNamed(String name) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.filter(task -> name.equals(nameOf(task))).count();
    }
  }

  private static String nameOf(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return "gone";
    }
  }
}
