package io.github.vgg4j.benchmarks.compare;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.network.Parameters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DJL on its PyTorch engine: a block for each layer, its trainer's step, its block's forward. */
final class DjlRunner implements Runner {

  private final Mode mode;
  private final NDManager manager;
  private final Model model;
  private final SequentialBlock block = new SequentialBlock();
  private final ParameterStore store;
  private final @Nullable Trainer trainer;
  private final NDArray images;
  private final NDArray labels;

  DjlRunner(Job job) throws IOException {
    mode = job.mode();
    manager = NDManager.newBaseManager("PyTorch");
    model = Model.newInstance("peer", "PyTorch");
    List<Layer> layers = job.work().plan().layers();
    List<Block> blocks = new ArrayList<>();
    layers.forEach(layer -> blocks.add(block(layer)));
    block.addAll(blocks);
    model.setBlock(block);
    try (io.github.vgg4j.tensor.Tensor pixels = Inputs.images(job)) {
      images = manager.create(pixels.toArray(), shape(pixels.shape()));
    }
    labels = manager.create(Inputs.labels(job));
    block.initialize(manager, DataType.FLOAT32, images.getShape());
    try (Parameters parameters = Inputs.parameters(job)) {
      for (int i = 0; i < layers.size(); i++) {
        load(blocks.get(i), layers.get(i), parameters);
      }
    }
    store = new ParameterStore(manager, false);
    trainer = mode == Mode.TRAIN ? trainer() : null;
  }

  private Trainer trainer() {
    Optimizer sgd =
        Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) LEARNING_RATE)).build();
    Trainer made =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(sgd));
    made.initialize(images.getShape());
    return made;
  }

  private static Block block(Layer layer) {
    if (layer instanceof Layer.Conv conv) {
      return Conv2d.builder()
          .setKernelShape(new Shape(conv.kernel(), conv.kernel()))
          .optPadding(new Shape(conv.padding(), conv.padding()))
          .setFilters(conv.output().channels())
          .build();
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return BatchNorm.builder()
          .optEpsilon((float) norm.epsilon())
          .optMomentum((float) (1 - norm.momentum()))
          .build();
    }
    if (layer instanceof Layer.Dense dense) {
      return Linear.builder().setUnits(dense.output().elements()).build();
    }
    if (layer instanceof Layer.Dropout dropout) {
      return Dropout.builder().optRate((float) dropout.rate()).build();
    }
    if (layer instanceof Layer.Relu) {
      return Activation.reluBlock();
    }
    if (layer instanceof Layer.MaxPool) {
      return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
    }
    if (layer instanceof Layer.Flatten) {
      return Blocks.batchFlattenBlock();
    }
    throw LayerLine.unknown(layer);
  }

  private static void load(Block block, Layer layer, Parameters parameters) {
    for (Parameter parameter : layer.parameters()) {
      String theirs =
          switch (parameter.role()) {
            case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT -> "weight";
            case BIAS -> "bias";
            case NORM_SCALE -> "gamma";
            case NORM_SHIFT -> "beta";
            case RUNNING_MEAN -> "runningMean";
            case RUNNING_VARIANCE -> "runningVar";
          };
      block
          .getDirectParameters()
          .get(theirs)
          .getArray()
          .set(parameters.tensor(parameter.name()).toArray());
    }
  }

  private static Shape shape(int[] sides) {
    long[] longs = new long[sides.length];
    for (int i = 0; i < sides.length; i++) {
      longs[i] = sides[i];
    }
    return new Shape(longs);
  }

  @Override
  public void step() {
    // Whatever a step makes belongs to the manager of its input, and goes with it.
    try (NDManager step = manager.newSubManager()) {
      images.tempAttach(step);
      labels.tempAttach(step);
      if (trainer == null) {
        infer();
      } else {
        train(trainer);
      }
    }
  }

  private void train(Trainer with) {
    try (GradientCollector collector = with.newGradientCollector()) {
      NDList predictions = with.forward(new NDList(images));
      NDArray loss = with.getLoss().evaluate(new NDList(labels), predictions);
      collector.backward(loss);
      loss.getFloat();
    }
    with.step();
  }

  private NDArray infer() {
    return block.forward(store, new NDList(images), false).singletonOrThrow();
  }

  @Override
  public float[] logits() {
    try (NDManager step = manager.newSubManager()) {
      images.tempAttach(step);
      return infer().toFloatArray();
    }
  }

  @Override
  public String version() {
    return "DJL %s on PyTorch %s"
        .formatted(Engine.getDjlVersion(), Engine.getEngine("PyTorch").getVersion());
  }

  @Override
  public void close() {
    if (trainer != null) {
      trainer.close();
    }
    model.close();
    manager.close();
  }
}
