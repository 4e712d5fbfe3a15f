package io.github.vgg4j.engine;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Parameter;
import io.github.vgg4j.tensor.DropoutMask;
import io.github.vgg4j.tensor.RandomStreams;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan in float64 by the plainest loops there are: what every engine is compared with. Slow, so
 * for small networks; its own gradients are checked by finite differences.
 */
public final class ReferenceNetwork {

  private final NetworkPlan plan;
  private final Map<String, double[]> values = new HashMap<>();
  private final Map<String, double[]> gradients = new HashMap<>();
  private final Map<String, double[]> sums = new HashMap<>();
  private final List<Map<String, double[]>> slots = new ArrayList<>();
  private final RandomStreams random;
  private final List<double[]> activations = new ArrayList<>();
  private final Map<Integer, double[]> kept = new HashMap<>();
  private int images;
  private int waiting;
  private long step;

  public ReferenceNetwork(NetworkPlan plan, long seed) {
    this.plan = plan;
    this.random = new RandomStreams(seed);
    slots.add(new HashMap<>());
    slots.add(new HashMap<>());
    for (Parameter parameter : plan.parameters()) {
      int size = (int) parameter.elements();
      values.put(parameter.name(), new double[size]);
      gradients.put(parameter.name(), new double[size]);
      sums.put(parameter.name(), new double[size]);
      slots.get(0).put(parameter.name(), new double[size]);
      slots.get(1).put(parameter.name(), new double[size]);
    }
  }

  /** A parameter's numbers, to read and to set. */
  public double[] value(String name) {
    return values.get(name);
  }

  /** A parameter's gradient of the mean loss, after {@link #backward}. */
  public double[] gradient(String name) {
    return gradients.get(name);
  }

  /** What layer {@code index} gave in the last forward pass. */
  public double[] output(int index) {
    return activations.get(index + 1);
  }

  /** Training steps done. */
  public void step(long stepsDone) {
    step = stepsDone;
  }

  /**
   * All layers; {@code training} uses batch statistics (and moves the running ones) and dropout.
   */
  public double[] forward(double[] input, int count, boolean training) {
    images = count;
    activations.clear();
    activations.add(input);
    for (int i = 0; i < plan.layers().size(); i++) {
      activations.add(forward(i, activations.get(i), training));
    }
    return activations.get(activations.size() - 1);
  }

  /** Mean softmax cross entropy of the last forward pass. */
  public double loss(int[] labels) {
    double[] logits = activations.get(activations.size() - 1);
    double sum = 0;
    for (int n = 0; n < images; n++) {
      sum -= Math.log(probabilities(logits, n)[labels[n]]);
    }
    return sum / images;
  }

  /** Every parameter's gradient of the mean loss, from the last forward pass in training. */
  public void backward(int[] labels) {
    double[] logits = activations.get(activations.size() - 1);
    double[] gradient = new double[logits.length];
    for (int n = 0; n < images; n++) {
      double[] p = probabilities(logits, n);
      for (int c = 0; c < p.length; c++) {
        gradient[n * p.length + c] = (p[c] - (c == labels[n] ? 1 : 0)) / images;
      }
    }
    for (int i = plan.layers().size() - 1; i >= 0; i--) {
      gradient = backward(i, gradient);
    }
  }

  /** L2 norm of the gradients of all trainable parameters together. */
  public double gradientNorm() {
    return norm(gradients);
  }

  /** One update of every trainable parameter. */
  public void update(Optimizer optimizer, double learningRate) {
    update(optimizer, learningRate, Gradients.AS_THEY_ARE);
  }

  /** Lets the gradients wait, or updates with the mean of those that waited and these, clipped. */
  public void update(Optimizer optimizer, double learningRate, Gradients rule) {
    step++;
    waiting++;
    sums.forEach((name, sum) -> Arrays.setAll(sum, i -> sum[i] + gradients.get(name)[i]));
    if (step % rule.accumulation() != 0) {
      return;
    }
    double norm = norm(sums) / waiting;
    double scale = Math.min(1, rule.clipNorm() / (norm + 1e-6)) / waiting;
    long updates = step / rule.accumulation();
    for (Parameter parameter : plan.parameters()) {
      if (parameter.trainable()) {
        double[] w = values.get(parameter.name());
        double[] g = sums.get(parameter.name());
        double[] m = slots.get(0).get(parameter.name());
        double[] v = slots.get(1).get(parameter.name());
        for (int i = 0; i < w.length; i++) {
          w[i] = updated(optimizer, learningRate, updates, w[i], scale * g[i], m, v, i);
        }
      }
    }
    sums.values().forEach(sum -> Arrays.fill(sum, 0));
    waiting = 0;
  }

  private double norm(Map<String, double[]> of) {
    return Math.sqrt(
        plan.parameters().stream()
            .filter(Parameter::trainable)
            .flatMapToDouble(parameter -> Arrays.stream(of.get(parameter.name())))
            .map(g -> g * g)
            .sum());
  }

  private double updated(
      Optimizer optimizer,
      double lr,
      long updates,
      double w,
      double g,
      double[] m,
      double[] v,
      int i) {
    if (optimizer instanceof Optimizer.Sgd sgd) {
      g += sgd.weightDecay() * w;
      m[i] = sgd.momentum() * m[i] + g;
      return w
          - lr * (sgd.kind() == Optimizer.Momentum.NESTEROV ? g + sgd.momentum() * m[i] : m[i]);
    }
    double beta1;
    double beta2;
    double epsilon;
    if (optimizer instanceof Optimizer.Adam adam) {
      beta1 = adam.beta1();
      beta2 = adam.beta2();
      epsilon = adam.epsilon();
      g += adam.weightDecay() * w;
    } else {
      Optimizer.AdamW adam = (Optimizer.AdamW) optimizer;
      beta1 = adam.beta1();
      beta2 = adam.beta2();
      epsilon = adam.epsilon();
      w -= lr * adam.weightDecay() * w;
    }
    m[i] = beta1 * m[i] + (1 - beta1) * g;
    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
    double mean = m[i] / (1 - Math.pow(beta1, (double) updates));
    double root = Math.sqrt(v[i] / (1 - Math.pow(beta2, (double) updates)));
    return w - lr * mean / (root + epsilon);
  }

  private double[] probabilities(double[] logits, int image) {
    int classes = plan.classes();
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[image * classes + c]);
    }
    double[] p = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      p[c] = Math.exp(logits[image * classes + c] - largest);
      sum += p[c];
    }
    for (int c = 0; c < classes; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private double[] forward(int index, double[] x, boolean training) {
    Layer layer = plan.layers().get(index);
    if (layer instanceof Layer.Conv conv) {
      return conv(conv, x);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return batchNorm(norm, index, x, training);
    } else if (layer instanceof Layer.Relu) {
      double[] y = x.clone();
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.max(0, y[i]);
      }
      return y;
    } else if (layer instanceof Layer.MaxPool pool) {
      return maxPool(pool, index, x);
    } else if (layer instanceof Layer.AvgPool || layer instanceof Layer.AdaptiveAvgPool) {
      return meanPool(layer, x);
    } else if (layer instanceof Layer.LocalResponseNorm norm) {
      return localResponseNorm(norm, index, x);
    } else if (layer instanceof Layer.Dense dense) {
      return dense(dense, x);
    } else if (layer instanceof Layer.Dropout dropout && training) {
      return dropout(dropout, index, x);
    }
    return x;
  }

  private double[] backward(int index, double[] dy) {
    Layer layer = plan.layers().get(index);
    double[] x = activations.get(index);
    if (layer instanceof Layer.Conv conv) {
      return convBackward(conv, x, dy);
    } else if (layer instanceof Layer.BatchNorm norm) {
      return batchNormBackward(norm, index, x, dy);
    } else if (layer instanceof Layer.Relu) {
      double[] dx = dy.clone();
      for (int i = 0; i < dx.length; i++) {
        dx[i] = x[i] > 0 ? dy[i] : 0;
      }
      return dx;
    } else if (layer instanceof Layer.MaxPool) {
      double[] dx = new double[x.length];
      double[] winners = kept.get(index);
      for (int i = 0; i < dy.length; i++) {
        dx[(int) winners[i]] += dy[i];
      }
      return dx;
    } else if (layer instanceof Layer.AvgPool || layer instanceof Layer.AdaptiveAvgPool) {
      return meanPoolBackward(layer, dy);
    } else if (layer instanceof Layer.LocalResponseNorm norm) {
      return localResponseNormBackward(norm, index, x, dy);
    } else if (layer instanceof Layer.Dense dense) {
      return denseBackward(dense, x, dy);
    } else if (layer instanceof Layer.Dropout) {
      double[] dx = dy.clone();
      double[] mask = kept.get(index);
      for (int i = 0; i < dx.length; i++) {
        dx[i] *= mask[i];
      }
      return dx;
    }
    return dy;
  }

  /** Calls for each (image, out channel, row, column, in channel, kernel row, kernel column). */
  private interface Tap {
    void at(int output, int input, int weight, int outChannel);
  }

  private void taps(Layer.Conv conv, Tap tap) {
    int h = conv.input().height();
    int w = conv.input().width();
    int ci = conv.input().channels();
    int co = conv.output().channels();
    int k = conv.kernel();
    for (int n = 0; n < images; n++) {
      for (int o = 0; o < co; o++) {
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            int output = ((n * co + o) * h + y) * w + x;
            for (int c = 0; c < ci; c++) {
              for (int t = 0; t < k * k; t++) {
                int row = y + t / k - conv.padding();
                int column = x + t % k - conv.padding();
                if (row >= 0 && row < h && column >= 0 && column < w) {
                  tap.at(
                      output, ((n * ci + c) * h + row) * w + column, (o * ci + c) * k * k + t, o);
                }
              }
            }
          }
        }
      }
    }
  }

  private double[] conv(Layer.Conv conv, double[] x) {
    double[] weight = values.get(conv.weight().name());
    double[] bias = values.get(conv.bias().name());
    double[] y = new double[images * (int) conv.output().elements()];
    int plane = conv.output().height() * conv.output().width();
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i / plane % bias.length];
    }
    taps(conv, (output, input, w, o) -> y[output] += x[input] * weight[w]);
    return y;
  }

  private double[] convBackward(Layer.Conv conv, double[] x, double[] dy) {
    double[] weight = values.get(conv.weight().name());
    double[] dw = cleared(conv.weight());
    double[] db = cleared(conv.bias());
    double[] dx = new double[x.length];
    int plane = conv.output().height() * conv.output().width();
    for (int i = 0; i < dy.length; i++) {
      db[i / plane % db.length] += dy[i];
    }
    taps(
        conv,
        (output, input, w, o) -> {
          dw[w] += dy[output] * x[input];
          dx[input] += dy[output] * weight[w];
        });
    return dx;
  }

  private double[] batchNorm(Layer.BatchNorm norm, int index, double[] x, boolean training) {
    int channels = norm.input().channels();
    int plane = norm.input().height() * norm.input().width();
    double[] scale = values.get(norm.scale().name());
    double[] shift = values.get(norm.shift().name());
    double[] runningMean = values.get(norm.runningMean().name());
    double[] runningVariance = values.get(norm.runningVariance().name());
    double[] mean = runningMean.clone();
    double[] variance = runningVariance.clone();
    if (training) {
      double count = 1.0 * images * plane;
      java.util.Arrays.fill(mean, 0);
      java.util.Arrays.fill(variance, 0);
      for (int i = 0; i < x.length; i++) {
        mean[i / plane % channels] += x[i] / count;
      }
      for (int i = 0; i < x.length; i++) {
        variance[i / plane % channels] += Math.pow(x[i] - mean[i / plane % channels], 2) / count;
      }
      for (int c = 0; c < channels; c++) {
        double m = norm.momentum();
        runningMean[c] += m * (mean[c] - runningMean[c]);
        runningVariance[c] += m * (variance[c] * count / (count - 1) - runningVariance[c]);
      }
    }
    double[] y = new double[x.length];
    double[] normalized = new double[x.length + channels];
    for (int i = 0; i < x.length; i++) {
      int c = i / plane % channels;
      normalized[i] = (x[i] - mean[c]) / Math.sqrt(variance[c] + norm.epsilon());
      y[i] = scale[c] * normalized[i] + shift[c];
    }
    for (int c = 0; c < channels; c++) {
      normalized[x.length + c] = 1 / Math.sqrt(variance[c] + norm.epsilon());
    }
    kept.put(index, normalized);
    return y;
  }

  private double[] batchNormBackward(Layer.BatchNorm norm, int index, double[] x, double[] dy) {
    int channels = norm.input().channels();
    int plane = norm.input().height() * norm.input().width();
    double count = (double) images * plane;
    double[] normalized = kept.get(index);
    double[] scale = values.get(norm.scale().name());
    double[] dScale = cleared(norm.scale());
    double[] dShift = cleared(norm.shift());
    for (int i = 0; i < dy.length; i++) {
      dScale[i / plane % channels] += dy[i] * normalized[i];
      dShift[i / plane % channels] += dy[i];
    }
    double[] dx = new double[x.length];
    for (int i = 0; i < dx.length; i++) {
      int c = i / plane % channels;
      double centred = dy[i] - dShift[c] / count - normalized[i] * dScale[c] / count;
      dx[i] = scale[c] * normalized[x.length + c] * centred;
    }
    return dx;
  }

  private double[] maxPool(Layer.MaxPool pool, int index, double[] x) {
    int w = pool.input().width();
    int h = pool.input().height();
    int ow = pool.output().width();
    int oh = pool.output().height();
    double[] y = new double[images * (int) pool.output().elements()];
    double[] winners = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      int corner = (i / (ow * oh) * h + i / ow % oh * 2) * w + i % ow * 2;
      int best = corner;
      for (int other : new int[] {corner + 1, corner + w, corner + w + 1}) {
        best = x[other] > x[best] ? other : best;
      }
      y[i] = x[best];
      winners[i] = best;
    }
    kept.put(index, winners);
    return y;
  }

  /** Calls for each (output, input, share) of a pool that takes means. */
  private interface Share {
    void of(int output, int input, double share);
  }

  /** The windows of PyTorch's AvgPool2d(2, 2), or of its AdaptiveAvgPool2d. */
  private void windows(Layer layer, Share share) {
    int h = layer.input().height();
    int w = layer.input().width();
    int oh = layer.output().height();
    int ow = layer.output().width();
    boolean fixed = layer instanceof Layer.AvgPool;
    for (int plane = 0; plane < images * layer.input().channels(); plane++) {
      for (int i = 0; i < oh; i++) {
        for (int j = 0; j < ow; j++) {
          int top = fixed ? 2 * i : (int) Math.floor((double) i * h / oh);
          int bottom = fixed ? 2 * i + 2 : (int) Math.ceil((i + 1.0) * h / oh);
          int left = fixed ? 2 * j : (int) Math.floor((double) j * w / ow);
          int right = fixed ? 2 * j + 2 : (int) Math.ceil((j + 1.0) * w / ow);
          for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
              share.of(
                  (plane * oh + i) * ow + j,
                  (plane * h + y) * w + x,
                  1.0 / ((bottom - top) * (right - left)));
            }
          }
        }
      }
    }
  }

  private double[] meanPool(Layer layer, double[] x) {
    double[] y = new double[images * (int) layer.output().elements()];
    windows(layer, (output, input, share) -> y[output] += share * x[input]);
    return y;
  }

  private double[] meanPoolBackward(Layer layer, double[] dy) {
    double[] dx = new double[images * (int) layer.input().elements()];
    windows(layer, (output, input, share) -> dx[input] += share * dy[output]);
    return dx;
  }

  private double[] localResponseNorm(Layer.LocalResponseNorm norm, int index, double[] x) {
    int channels = norm.input().channels();
    int plane = norm.input().height() * norm.input().width();
    double[] sums = new double[x.length];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int c = i / plane % channels;
      double sum = 0;
      for (int d = -(norm.size() / 2); d <= (norm.size() - 1) / 2; d++) {
        sum += c + d >= 0 && c + d < channels ? x[i + d * plane] * x[i + d * plane] : 0;
      }
      sums[i] = norm.k() + norm.alpha() / norm.size() * sum;
      y[i] = x[i] * Math.pow(sums[i], -norm.beta());
    }
    kept.put(index, sums);
    return y;
  }

  private double[] localResponseNormBackward(
      Layer.LocalResponseNorm norm, int index, double[] x, double[] dy) {
    int channels = norm.input().channels();
    int plane = norm.input().height() * norm.input().width();
    double[] sums = kept.get(index);
    double[] dx = new double[x.length];
    double scale = -2 * norm.alpha() * norm.beta() / norm.size();
    for (int i = 0; i < x.length; i++) {
      int c = i / plane % channels;
      dx[i] += dy[i] * Math.pow(sums[i], -norm.beta());
      double common = scale * dy[i] * x[i] * Math.pow(sums[i], -norm.beta() - 1);
      for (int d = -(norm.size() / 2); d <= (norm.size() - 1) / 2; d++) {
        if (c + d >= 0 && c + d < channels) {
          dx[i + d * plane] += common * x[i + d * plane];
        }
      }
    }
    return dx;
  }

  private double[] dense(Layer.Dense dense, double[] x) {
    int in = (int) dense.input().elements();
    int out = (int) dense.output().elements();
    double[] weight = values.get(dense.weight().name());
    double[] bias = values.get(dense.bias().name());
    double[] y = new double[images * out];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i % out];
      for (int j = 0; j < in; j++) {
        y[i] += x[i / out * in + j] * weight[i % out * in + j];
      }
    }
    return y;
  }

  private double[] denseBackward(Layer.Dense dense, double[] x, double[] dy) {
    int in = (int) dense.input().elements();
    int out = (int) dense.output().elements();
    double[] weight = values.get(dense.weight().name());
    double[] dw = cleared(dense.weight());
    double[] db = cleared(dense.bias());
    double[] dx = new double[x.length];
    for (int i = 0; i < dy.length; i++) {
      db[i % out] += dy[i];
      for (int j = 0; j < in; j++) {
        dw[i % out * in + j] += dy[i] * x[i / out * in + j];
        dx[i / out * in + j] += dy[i] * weight[i % out * in + j];
      }
    }
    return dx;
  }

  private double[] dropout(Layer.Dropout dropout, int index, double[] x) {
    FloatBuffer mask = FloatBuffer.allocate(x.length);
    new DropoutMask(random, index, dropout.rate()).fill(step, mask, x.length);
    double[] wide = new double[x.length];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      wide[i] = mask.get(i) == 0 ? 0 : 1 / (1 - dropout.rate());
      y[i] = x[i] * wide[i];
    }
    kept.put(index, wide);
    return y;
  }

  private double[] cleared(Parameter parameter) {
    double[] gradient = gradients.get(parameter.name());
    Arrays.fill(gradient, 0);
    return gradient;
  }
}
