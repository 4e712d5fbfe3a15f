package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.network.Parameters;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * PyTorch's C++ library through JavaCPP. The layers are its functions, called in the plan's order
 * with autograd on, which is what its modules do.
 */
final class LibtorchRunner implements Runner {

  /** Where the channels stand in memory. */
  enum Order {
    CHANNELS_FIRST,
    CHANNELS_LAST
  }

  /** What it computes in. */
  enum Numbers {
    FLOAT32,
    /** Training: weights float32, autocast picks bfloat16 where it is safe. */
    AUTOCAST,
    /** Everything bfloat16, the weights too. */
    BFLOAT16
  }

  private static final int CPU_THREADS = Runtime.getRuntime().availableProcessors();

  private final NetworkPlan plan;
  private final Mode mode;
  private final Order order;
  private final Numbers numbers;
  private final Map<String, Tensor> weights = new HashMap<>();
  private final TensorVector trainable = new TensorVector();
  private final SGD optimizer;
  private final Tensor images;
  private final Tensor labels;

  LibtorchRunner(Job job, Order order, Numbers numbers) throws IOException {
    this.plan = job.work().plan();
    this.mode = job.mode();
    this.order = order;
    this.numbers = numbers;
    torch.set_num_threads(CPU_THREADS);
    try (Parameters parameters = Inputs.parameters(job)) {
      plan.parameters().forEach(parameter -> add(parameter, parameters));
    }
    try (io.github.vgg4j.tensor.Tensor pixels = Inputs.images(job)) {
      images = ready(torch.from_blob(pixels.pointer(), longs(pixels.shape())).clone());
    }
    labels = labels(Inputs.labels(job));
    optimizer = new SGD(trainable, new SGDOptions(LEARNING_RATE));
  }

  private void add(Parameter parameter, Parameters parameters) {
    var values = parameters.tensor(parameter.name());
    Tensor weight = ready(torch.from_blob(values.pointer(), longs(values.shape())).clone());
    if (mode == Mode.TRAIN && parameter.trainable()) {
      weight.requires_grad_(true);
      trainable.push_back(weight);
    }
    weights.put(parameter.name(), weight);
  }

  private Tensor ready(Tensor floats) {
    Tensor typed = numbers == Numbers.BFLOAT16 ? floats.to(ScalarType.BFloat16) : floats;
    return order == Order.CHANNELS_LAST && typed.dim() == 4
        ? typed.contiguous(MemoryFormat.ChannelsLast)
        : typed;
  }

  private static Tensor labels(int[] labels) {
    Tensor tensor = torch.zeros(labels.length).to(ScalarType.Long);
    for (int i = 0; i < labels.length; i++) {
      tensor.data_ptr_long().put(i, labels[i]);
    }
    return tensor;
  }

  private static long[] longs(int[] shape) {
    long[] sides = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      sides[i] = shape[i];
    }
    return sides;
  }

  @Override
  public void step() {
    PointerScope scope = new PointerScope();
    try {
      if (mode == Mode.TRAIN) {
        train();
      } else {
        infer();
      }
    } finally {
      scope.close();
    }
  }

  private void train() {
    optimizer.zero_grad();
    autocast(true);
    Tensor loss = torch.cross_entropy_loss(forward(), labels);
    autocast(false);
    loss.backward();
    optimizer.step();
    // Reading the loss waits for it, as reading ours does.
    loss.item_float();
  }

  private void autocast(boolean on) {
    if (numbers == Numbers.AUTOCAST) {
      torch.set_autocast_enabled(DeviceType.CPU, on);
      if (!on) {
        torch.clear_cache();
      }
    }
  }

  private Tensor infer() {
    NoGradGuard guard = new NoGradGuard();
    try {
      return forward();
    } finally {
      guard.close();
    }
  }

  private Tensor forward() {
    Tensor x = images;
    for (Layer layer : plan.layers()) {
      x = forward(layer, x);
    }
    return x;
  }

  private Tensor forward(Layer layer, Tensor x) {
    if (layer instanceof Layer.Conv conv) {
      return torch.conv2d(
          x,
          weight(conv.weight()),
          new TensorOptional(weight(conv.bias())),
          new long[] {1, 1},
          new long[] {conv.padding(), conv.padding()},
          new long[] {1, 1},
          1);
    }
    if (layer instanceof Layer.BatchNorm norm) {
      return torch.batch_norm(
          x,
          new TensorOptional(weight(norm.scale())),
          new TensorOptional(weight(norm.shift())),
          new TensorOptional(weight(norm.runningMean())),
          new TensorOptional(weight(norm.runningVariance())),
          mode == Mode.TRAIN,
          norm.momentum(),
          norm.epsilon(),
          false);
    }
    if (layer instanceof Layer.Dense dense) {
      return torch.linear(x, weight(dense.weight()), new TensorOptional(weight(dense.bias())));
    }
    if (layer instanceof Layer.Dropout dropout) {
      return torch.dropout(x, dropout.rate(), mode == Mode.TRAIN);
    }
    if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return torch.adaptive_avg_pool2d(x, pool.output().height(), pool.output().width());
    }
    if (layer instanceof Layer.Relu) {
      return x.relu_();
    }
    if (layer instanceof Layer.MaxPool) {
      return torch.max_pool2d(x, 2, 2);
    }
    if (layer instanceof Layer.Flatten) {
      return x.flatten(1, -1);
    }
    throw LayerLine.unknown(layer);
  }

  private Tensor weight(Parameter parameter) {
    Tensor weight = weights.get(parameter.name());
    if (weight == null) {
      throw new IllegalStateException("No weights for " + parameter.name());
    }
    return weight;
  }

  @Override
  public float[] logits() {
    PointerScope scope = new PointerScope();
    try {
      Tensor logits = infer().to(ScalarType.Float).contiguous();
      FloatBuffer values = logits.data_ptr_float().capacity(logits.numel()).asBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    } finally {
      scope.close();
    }
  }

  @Override
  public String version() {
    return "libtorch %s through JavaCPP, %s, %s oneDNN"
        .formatted(
            Versions.of("org.bytedeco/pytorch"),
            torch.get_cpu_capability().getString(),
            torch.hasMKLDNN() ? "with" : "without");
  }

  @Override
  public void close() {
    optimizer.close();
    weights.values().forEach(Tensor::close);
  }
}
