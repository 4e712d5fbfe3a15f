package io.github.vgg4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import io.github.vgg4j.tensor.Tensor;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of {@link EngineConformance} share: the engine, and a reference beside it. */
abstract class EngineCase {

  final Engine engine = engine();

  /** The engine under test. */
  protected abstract Engine engine();

  /** When outputs, gradients and weights count as the reference's. */
  protected Closeness closeness() {
    return Closeness.everywhere(1e-4);
  }

  /** The format it computes in. */
  protected Precision precision() {
    return Precision.F32;
  }

  /** Largest difference allowed of a loss, in nats. */
  protected double lossTolerance() {
    return 1e-5;
  }

  @BeforeEach
  void skipWhereTheEngineCannotRun() {
    if (engine.availability() instanceof Availability.Unavailable no) {
      Assumptions.abort(engine.name() + ": unavailable, " + no.reason() + ". " + no.remedy());
    }
    Assumptions.assumeTrue(
        engine.precisions().contains(precision()),
        () -> engine.name() + " does not compute in " + precision().label() + " here");
  }

  static NetworkPlan plain() {
    return Architecture.builder()
        .input(1, 11, 18)
        .block(1, 4)
        .block(2, 6)
        .hidden(9, 7)
        .dropout(0)
        .classes(3)
        .plan();
  }

  static NetworkPlan normalized() {
    return Architecture.builder()
        .input(3, 14, 9)
        .block(2, 5)
        .block(1, 8)
        .batchNorm()
        .hidden(10)
        .dropout(0.4)
        .classes(4)
        .plan();
  }

  /** A head large enough for whatever an engine does to large heads only. */
  static NetworkPlan wide() {
    return Architecture.builder()
        .input(1, 8, 10)
        .block(1, 8)
        .hidden(640, 130)
        .dropout(0)
        .classes(3)
        .plan();
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizer.Sgd.of(0.05),
        Optimizer.Sgd.of(0.05).weightDecay(0.01),
        Optimizer.Sgd.of(0.02).momentum(0.9).weightDecay(0.001),
        Optimizer.Sgd.of(0.02).momentum(0.9).nesterov(),
        Optimizer.Adam.of(0.003),
        Optimizer.Adam.of(0.003).weightDecay(0.01),
        Optimizer.AdamW.of(0.003).weightDecay(0.1));
  }

  /**
   * Adam with a large epsilon. The gradient of a bias before a batch norm is 0 but for rounding,
   * and so is one of very many others now and then; Adam with its usual epsilon takes full steps
   * along that rounding, in any library.
   */
  static Optimizer blunted(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Adam a) {
      return new Optimizer.Adam(a.learningRate(), a.beta1(), a.beta2(), 1e-3, a.weightDecay());
    } else if (optimizer instanceof Optimizer.AdamW a) {
      return new Optimizer.AdamW(a.learningRate(), a.beta1(), a.beta2(), 1e-3, a.weightDecay());
    }
    return optimizer;
  }

  final void close(double[] expected, float[] actual, String what) {
    closeness().check(expected, actual, what, 1e-6);
  }

  static int[] shape(int count, Layer first) {
    return new int[] {
      count, first.input().channels(), first.input().height(), first.input().width()
    };
  }

  static Tensor tensor(double[] numbers, int[] shape) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return Tensor.of(floats, shape);
  }

  /** A plan with the same random weights and images for the engine and for the reference. */
  final class Twin {
    final NetworkPlan plan;
    final ReferenceNetwork reference;
    final ImageBatch batch;
    final long seed;
    final Optimizer optimizer;

    Twin(NetworkPlan plan, long seed, Optimizer optimizer, int images) {
      this.plan = plan;
      this.seed = seed;
      this.optimizer = optimizer;
      this.reference = new ReferenceNetwork(plan, seed);
      Random random = new Random(seed);
      for (Parameter parameter : plan.parameters()) {
        double[] values = reference.value(parameter.name());
        double bound = Math.sqrt(6.0 / parameter.fanIn());
        for (int i = 0; i < values.length; i++) {
          values[i] =
              switch (parameter.role()) {
                case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT ->
                    (float) ((random.nextDouble() * 2 - 1) * bound);
                case NORM_SCALE, RUNNING_VARIANCE -> (float) (0.5 + random.nextDouble());
                default -> (float) (random.nextDouble() * 0.4 - 0.2);
              };
        }
      }
      batch =
          new ImageBatch(
              images, plan.input().channels(), plan.input().height(), plan.input().width());
      batch.count(images);
      for (int i = 0; i < batch.pixels().capacity(); i++) {
        batch.pixels().put(i, (byte) random.nextInt(256));
      }
      for (int i = 0; i < images; i++) {
        batch.labels()[i] = random.nextInt(plan.classes());
      }
    }

    Session session(Engine engine, int batchSize) {
      return session(engine, batchSize, Gradients.AS_THEY_ARE);
    }

    Session session(Engine engine, int batchSize, Gradients rule) {
      Session session =
          engine.open(
              plan,
              SessionSpec.training(
                      batchSize, precision(), Normalization.FASHION_MNIST, optimizer, seed)
                  .gradients(rule));
      for (Parameter parameter : plan.parameters()) {
        double[] values = reference.value(parameter.name());
        int[] shape = parameter.shape().stream().mapToInt(Integer::intValue).toArray();
        try (Tensor tensor = tensor(values, shape)) {
          session.write(parameter, tensor);
        }
      }
      return session;
    }

    /** Some of the images, in a batch of their own. */
    ImageBatch part(int from, int count) {
      ImageBatch part =
          new ImageBatch(
              count, plan.input().channels(), plan.input().height(), plan.input().width());
      part.count(count);
      byte[] pixels = new byte[count * batch.imageBytes()];
      batch.pixels().get(from * batch.imageBytes(), pixels);
      part.pixels().put(0, pixels);
      System.arraycopy(batch.labels(), from, part.labels(), 0, count);
      return part;
    }

    double[] floats(int count) {
      double[] floats = new double[count * batch.imageBytes()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) (((batch.pixels().get(i) & 0xFF) / 255.0 - 0.2860f) / 0.3530f);
      }
      return floats;
    }

    void trainBoth(Session session, Optimizer with, int count) {
      batch.count(count);
      StepResult result = new StepResult();
      session.train(batch, with.learningRate(), result);
      session.finish();
      reference.forward(floats(count), count, true);
      assertEquals(reference.loss(batch.labels()), result.loss(), 20 * lossTolerance());
      reference.backward(batch.labels());
      reference.update(with, with.learningRate(), session.spec().gradients());
    }

    void compareWeights(Session session) {
      for (Parameter parameter : plan.parameters()) {
        close(reference.value(parameter.name()), read(session, parameter), parameter.name());
      }
    }

    float[] read(Session session, Parameter parameter) {
      try (Tensor tensor = Tensor.zeros(parameter.shape())) {
        session.read(parameter, tensor);
        return tensor.toArray();
      }
    }

    void copy(Session from, Session to, Optimizer with) {
      for (Parameter parameter : plan.parameters()) {
        try (Tensor tensor = Tensor.zeros(parameter.shape())) {
          from.read(parameter, tensor);
          to.write(parameter, tensor);
          for (int slot = 0; parameter.trainable() && slot < with.slots(); slot++) {
            from.readSlot(parameter, slot, tensor);
            to.writeSlot(parameter, slot, tensor);
          }
        }
      }
      to.step(from.step());
    }
  }
}
