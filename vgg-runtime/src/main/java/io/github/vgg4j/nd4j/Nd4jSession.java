package io.github.vgg4j.nd4j;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.engine.Optimizer;
import io.github.vgg4j.engine.Session;
import io.github.vgg4j.engine.SessionSpec;
import io.github.vgg4j.engine.SoftmaxCrossEntropy;
import io.github.vgg4j.engine.StepResult;
import io.github.vgg4j.nd4j.Nd4jStep.Mode;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.RandomStreams;
import io.github.vgg4j.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A plan at work on ND4J: arrays and calls are made once, a step only runs them. */
final class Nd4jSession implements Session {

  /** Graphs kept for different numbers of images: the full batch, a last one, and a few more. */
  private static final int MOST_GRAPHS = 4;

  private final NetworkPlan plan;
  private final SessionSpec spec;
  private final Nd4jWeights weights;
  private final Nd4jBuffers buffers;
  private final RandomStreams random;
  private final @Nullable Nd4jUpdate update;
  private final Map<Integer, Nd4jGraph> graphs = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable Resize resize;
  private long step;

  Nd4jSession(NetworkPlan plan, SessionSpec spec) {
    Optimizer optimizer = spec.optimizer();
    this.plan = plan;
    this.spec = spec;
    this.weights =
        new Nd4jWeights(plan, optimizer == null ? -1 : optimizer.slots(), spec.gradients());
    this.buffers = new Nd4jBuffers(plan, spec.batchSize(), optimizer != null);
    this.random = new RandomStreams(spec.seed());
    this.update = optimizer == null ? null : new Nd4jUpdate(optimizer, spec.gradients(), weights);
  }

  @Override
  public NetworkPlan plan() {
    return plan;
  }

  @Override
  public SessionSpec spec() {
    return spec;
  }

  @Override
  public void write(Parameter parameter, Tensor values) {
    Nd4jTensors.write(values, weights.value(parameter));
  }

  @Override
  public void read(Parameter parameter, Tensor into) {
    Nd4jTensors.read(weights.value(parameter), into);
  }

  @Override
  public void writeSlot(Parameter parameter, int slot, Tensor values) {
    Nd4jTensors.write(values, weights.slot(slot, parameter));
  }

  @Override
  public void readSlot(Parameter parameter, int slot, Tensor into) {
    Nd4jTensors.read(weights.slot(slot, parameter), into);
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public void step(long stepsDone) {
    step = stepsDone;
    if (update != null) {
      update.clear();
    }
  }

  @Override
  public void train(ImageBatch batch, double learningRate, StepResult result) {
    if (update == null) {
      throw new IllegalStateException("This session was opened for inference; open it to train");
    }
    Nd4jGraph graph = forward(batch, Mode.TRAINING, result);
    INDArray gradient = graph.logitsGradient();
    FloatBuffer logits = Nd4jTensors.host(graph.output(lastLayer()));
    SoftmaxCrossEntropy.gradient(
        logits, batch.labels(), batch.count(), plan.classes(), Nd4jTensors.host(gradient));
    Nd4jTensors.changedOnHost(gradient);
    graph.backward();
    update.take(learningRate, step);
    step++;
  }

  @Override
  public void evaluate(ImageBatch batch, StepResult result) {
    forward(batch, Mode.INFERENCE, result);
  }

  @Override
  public void infer(ImageBatch batch, Tensor logits) {
    Nd4jGraph graph = graph(batch.count());
    load(batch, graph);
    graph.forward(0, lastLayer(), Mode.INFERENCE);
    Nd4jTensors.read(graph.output(lastLayer()), logits);
  }

  @Override
  public void infer(Tensor input, Layer first, Layer last, Tensor output) {
    int from = plan.layers().indexOf(first);
    int to = plan.layers().indexOf(last);
    Nd4jGraph graph = graph(input.size(0));
    Nd4jTensors.write(input, graph.input(from));
    graph.forward(from, to, Mode.INFERENCE);
    Nd4jTensors.read(graph.output(to), output);
  }

  @Override
  public long deviceBytes() {
    long ofGraphs = graphs.values().stream().mapToLong(Nd4jGraph::bytes).sum();
    return weights.bytes() + buffers.bytes() + ofGraphs;
  }

  /** The numbers between two layers for a full batch: 0 for the images. For tests. */
  INDArray activation(int position) {
    return buffers.activation(position, spec.batchSize());
  }

  /** The parameters as they are held. For tests. */
  Nd4jWeights weights() {
    return weights;
  }

  @Override
  public void close() {
    graphs.values().forEach(Nd4jGraph::close);
    graphs.clear();
    weights.close();
    buffers.close();
  }

  private Nd4jGraph forward(ImageBatch batch, Mode mode, StepResult result) {
    Nd4jGraph graph = graph(batch.count());
    load(batch, graph);
    graph.forward(0, lastLayer(), mode);
    FloatBuffer logits = Nd4jTensors.host(graph.output(lastLayer()));
    SoftmaxCrossEntropy.measure(logits, batch.labels(), batch.count(), plan.classes(), result);
    return graph;
  }

  private void load(ImageBatch batch, Nd4jGraph graph) {
    Resize fit = resize;
    if (fit == null || !fit.takes(batch)) {
      fit = Resize.to(plan.input(), batch, spec.normalization());
      resize = fit;
    }
    INDArray images = graph.input(0);
    fit.apply(batch, Nd4jTensors.host(images));
    Nd4jTensors.changedOnHost(images);
  }

  private Nd4jGraph graph(int count) {
    if (count < 1 || count > spec.batchSize()) {
      throw new IllegalArgumentException(
          "A batch of " + count + " images does not fit a session for 1 to " + spec.batchSize());
    }
    Nd4jGraph known = graphs.get(count);
    if (known != null) {
      return known;
    }
    if (graphs.size() == MOST_GRAPHS) {
      int eldest = graphs.keySet().iterator().next();
      graphs.remove(eldest).close();
    }
    boolean training = spec.optimizer() != null;
    Nd4jGraph graph = new Nd4jGraph(plan, count, buffers, weights, training, random, () -> step);
    graphs.put(count, graph);
    return graph;
  }

  private int lastLayer() {
    return plan.layers().size() - 1;
  }
}
