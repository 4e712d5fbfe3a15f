package io.github.vgg4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vgg4j.Norm;
import io.github.vgg4j.Pool;
import io.github.vgg4j.arch.Architecture;
import io.github.vgg4j.arch.BlockSpec;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Nd4jMemory;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.engine.Gradients;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.Normalization;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the compiler tells of shapes, parameters and memory is what the engine holds, for random
 * architectures of the whole language.
 */
final class Nd4jMemoryModelTest {
  private static final List<Optimizer> OPTIMIZERS =
      List.of(Optimizer.Sgd.of(0.1), Optimizer.Sgd.of(0.1).momentum(0.9), Optimizer.Adam.of(0.1));

  @RepeatedTest(value = 500, name = "seed {currentRepetition}")
  void planAndEngineAgreeInTraining(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = plan(random);
    int batch = 1 + random.nextInt(3);
    Optimizer optimizer = OPTIMIZERS.get(random.nextInt(OPTIMIZERS.size()));
    Gradients rule = new Gradients(1 + random.nextInt(2), 1 + random.nextInt(2));
    SessionSpec spec = spec(plan, batch, optimizer).gradients(rule);

    try (Nd4jSession session = open(plan, spec)) {
      session.evaluate(images(plan, batch), new StepResult());

      Nd4jMemory model = (Nd4jMemory) new Nd4jEngine().memory(plan, spec);
      assertEquals(model.sessionBytes(batch), session.deviceBytes());
      assertOutputs(session);
      assertStoredActivations(session);
      assertParameters(session, optimizer);
    }
  }

  @RepeatedTest(value = 100, name = "seed {currentRepetition}")
  void planAndEngineAgreeAtInference(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    NetworkPlan plan = plan(random);
    int batch = 1 + random.nextInt(3);

    try (Nd4jSession session = open(plan, spec(plan, batch, null))) {
      session.evaluate(images(plan, batch), new StepResult());

      assertEquals(Nd4jMemory.inference(plan).sessionBytes(batch), session.deviceBytes());
      assertOutputs(session);
    }
  }

  /** The arrays have the plan's shapes, and so would ND4J shape what its operations give. */
  private static void assertOutputs(Nd4jSession session) {
    NetworkPlan plan = session.plan();
    int images = session.spec().batchSize();
    for (int index = 0; index < plan.layers().size(); index++) {
      Layer layer = plan.layers().get(index);
      long[] shape = session.activation(index + 1).shape();

      assertArrayEquals(expected(plan, index, images), shape, layer::toString);
      INDArray input = session.activation(index);
      assertArrayEquals(shape, inferredByNd4j(layer, input, session.weights()), layer::toString);
    }
  }

  /** Maps up to the flatten, vectors from there on. */
  private static long[] expected(NetworkPlan plan, int index, int images) {
    Shape shape = plan.layers().get(index).output();
    boolean flat =
        plan.layers().subList(0, index + 1).stream().anyMatch(Layer.Flatten.class::isInstance);
    return flat
        ? new long[] {images, shape.channels()}
        : new long[] {images, shape.channels(), shape.height(), shape.width()};
  }

  private static long[] inferredByNd4j(Layer layer, INDArray input, Nd4jWeights weights) {
    if (layer instanceof Layer.Conv conv) {
      INDArray weight = weights.value(conv.weight());
      int kernel = Math.toIntExact(weight.size(2));
      // Kernel, stride, padding, dilation (height, width each); same padding; NCHW; OIHW.
      return shape("conv2d", List.of(input, weight), kernel, kernel, 1, 1, 0, 0, 1, 1, 1, 0, 1);
    } else if (layer instanceof Layer.MaxPool) {
      return shape("maxpool2d", List.of(input), 2, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0);
    } else if (layer instanceof Layer.AvgPool) {
      return shape("avgpool2d", List.of(input), 2, 2, 2, 2, 0, 0, 1, 1, 0, 0, 0);
    } else if (layer instanceof Layer.Dense dense) {
      return shape("matmul", List.of(input, weights.value(dense.weight())), 0, 1, 0);
    } else if (layer instanceof Layer.Flatten) {
      return new long[] {input.size(0), input.length() / input.size(0)};
    } else if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return new long[] {
        input.size(0), input.size(1), pool.output().height(), pool.output().width()
      };
    }
    return input.shape();
  }

  private static long[] shape(String operation, List<INDArray> inputs, int... arguments) {
    DynamicCustomOp op =
        DynamicCustomOp.builder(operation)
            .addInputs(inputs.toArray(new INDArray[0]))
            .addIntegerArguments(arguments)
            .build();
    return Nd4j.getExecutioner().calculateOutputShape(op).get(0).getShape();
  }

  /** A layer that works in place shares its input's numbers; every other one has its own. */
  private static void assertStoredActivations(Nd4jSession session) {
    List<Layer> layers = session.plan().layers();
    TreeMap<Long, Long> endOfStart = new TreeMap<>();
    for (int index = 0; index < layers.size(); index++) {
      Layer layer = layers.get(index);
      INDArray output = session.activation(index + 1);
      long start = output.data().address();
      if (worksInPlace(layer)) {
        assertEquals(session.activation(index).data().address(), start, layer::toString);
      } else {
        endOfStart.put(start, start + Float.BYTES * output.length());
      }
      assertEquals(
          session.spec().batchSize() * layer.output().elements(), output.length(), layer::toString);
    }
    endOfStart.forEach(
        (start, end) -> assertEquals(start, endOfStart.lowerKey(end), "two outputs overlap"));
    assertEquals(layers.stream().filter(l -> !worksInPlace(l)).count(), endOfStart.size());
  }

  private static boolean worksInPlace(Layer layer) {
    return layer instanceof Layer.Relu
        || layer instanceof Layer.Dropout
        || layer instanceof Layer.Flatten;
  }

  private static void assertParameters(Nd4jSession session, Optimizer optimizer) {
    long trained = 0;
    for (Parameter parameter : session.plan().parameters()) {
      long[] shape = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
      Nd4jWeights weights = session.weights();

      assertArrayEquals(shape, weights.value(parameter).shape(), parameter::name);
      assertEquals(parameter.elements(), weights.value(parameter).length(), parameter::name);
      if (parameter.trainable()) {
        trained += weights.value(parameter).length();
        assertArrayEquals(shape, weights.gradient(parameter).shape(), parameter::name);
        for (int slot = 0; slot < optimizer.slots(); slot++) {
          assertArrayEquals(shape, weights.slot(slot, parameter).shape(), parameter::name);
        }
      }
    }
    assertEquals(session.plan().parameterCount(), trained);
    assertEquals(session.plan().parameterCount(), session.weights().values().length());
  }

  private static Nd4jSession open(NetworkPlan plan, SessionSpec spec) {
    return (Nd4jSession) new Nd4jEngine().open(plan, spec);
  }

  private static SessionSpec spec(NetworkPlan plan, int batch, @Nullable Optimizer optimizer) {
    Normalization normalization =
        plan.input().channels() == 3 ? Normalization.IMAGENET : Normalization.UNIT;
    return optimizer == null
        ? SessionSpec.inference(batch, Precision.F32, normalization)
        : SessionSpec.training(batch, Precision.F32, normalization, optimizer, 1);
  }

  private static ImageBatch images(NetworkPlan plan, int batch) {
    Shape input = plan.input();
    ImageBatch images = new ImageBatch(batch, input.channels(), input.height(), input.width());
    images.count(batch);
    return images;
  }

  private static NetworkPlan plan(Random random) {
    int blocks = 1 + random.nextInt(3);
    int side = 1 << blocks;
    Architecture.Builder builder =
        Architecture.builder()
            .input(1 + random.nextInt(6), side + random.nextInt(6), side + random.nextInt(6))
            .hidden(random.ints(random.nextInt(3), 1, 64).toArray())
            .dropout(random.nextInt(2) * 0.5)
            .classes(2 + random.nextInt(9));
    for (int block = 0; block < blocks; block++) {
      builder.block(block(random));
    }
    if (random.nextInt(3) == 0) {
      builder.adaptivePool(random.ints(1 + random.nextInt(2), 1, 9).toArray());
    }
    return random.nextBoolean() ? builder.batchNorm().plan() : builder.plan();
  }

  private static BlockSpec block(Random random) {
    int convs = 1 + random.nextInt(2);
    int kernels = random.nextBoolean() ? 1 : convs;
    BlockSpec spec =
        BlockSpec.of(convs, 1 + random.nextInt(20))
            .kernel(random.ints(kernels, 0, 2).map(half -> 2 * half + 1).toArray())
            .pool(Pool.values()[random.nextInt(Pool.values().length)])
            .batchNorm(Norm.values()[random.nextInt(Norm.values().length)]);
    return random.nextInt(4) == 0 ? spec.withLocalResponseNorm() : spec;
  }
}
