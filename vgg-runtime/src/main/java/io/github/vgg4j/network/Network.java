package io.github.vgg4j.network;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.PlanTable;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.data.Dataset;
import io.github.vgg4j.data.ImageFiles;
import io.github.vgg4j.data.Resize;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Engines;
import io.github.vgg4j.engine.Precision;
import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A network with weights: what every generated class extends. It infers on an engine that it opens
 * when first asked; a {@code Trainer} trains it. Close it to free its memory.
 */
public abstract class Network implements AutoCloseable {

  private final NetworkType<?> type;
  private final Parameters parameters;
  private final Inference inference;

  /** For generated classes. */
  protected Network(NetworkType<?> type, Parameters parameters) {
    this.type = type;
    this.parameters = parameters;
    this.inference = new Inference(parameters);
  }

  /** What kind of network this is. */
  public final NetworkType<?> type() {
    return type;
  }

  /** The annotated interface's name. */
  public final String name() {
    return type.name();
  }

  /** Layers, shapes and parameters. */
  public final NetworkPlan plan() {
    return type.plan();
  }

  /** One label for each class, or none. */
  public final List<String> labels() {
    return type.labels();
  }

  /** The weights. */
  public final Parameters parameters() {
    return parameters;
  }

  /** The table of layers: output shapes, parameters and multiply-accumulates. */
  public final String summary() {
    return PlanTable.layers(plan());
  }

  /** Infers on this engine from now on, rather than on the best one available. */
  public final void runOn(Engine engine) {
    inference.engine(engine);
  }

  /**
   * Infers in this format from now on; float32 unless set. For {@link Precision#INT8} call {@link
   * #calibrate} first, unless the weights come from a file that was calibrated.
   */
  public final void precision(Precision precision) {
    inference.precision(precision);
  }

  /**
   * Finds out what numbers the layers meet, by images that pass through in float32; {@link #save}
   * writes it with the weights. Then int8 can be inferred in.
   *
   * <p>It holds until the weights change, so it comes after the training. Some hundred training
   * images do; those that the accuracy is measured on must not be among them.
   *
   * @throws IllegalArgumentException if the images do not fit the network
   */
  public final void calibrate(Dataset images) {
    calibrate(images, Engines.auto(), any -> {});
  }

  /**
   * As {@link #calibrate(Dataset)}, on a certain engine.
   *
   * @param progress is told how many images have passed, now and then
   */
  public final void calibrate(Dataset images, Engine engine, IntConsumer progress) {
    parameters.calibration(Calibrating.run(this, images, engine, progress));
  }

  /**
   * Writes the weights as safetensors, which PyTorch can read too; a file that is there is replaced
   * only when the new one is complete.
   *
   * @throws UncheckedIOException if the file cannot be written; then an older one is as it was
   */
  public final void save(Path file) {
    try {
      parameters.save(file, name());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /**
   * The logits of images that are resized and normalised already.
   *
   * @param images {@code [n, channels, height, width]} of the plan's input
   * @return {@code [n, classes]}; the caller closes it
   */
  public final Tensor infer(Tensor images) {
    return run(images, 0, plan().layers().size() - 1);
  }

  /**
   * The probability of each class: softmax of the logits.
   *
   * @param logits {@code [n, classes]}
   * @return one row for each image, which sums to 1
   */
  public static float[][] probabilities(Tensor logits) {
    FloatBuffer numbers = logits.buffer();
    float[][] rows = new float[logits.size(0)][logits.size(1)];
    for (float[] row : rows) {
      numbers.get(row);
      softmax(row);
    }
    return rows;
  }

  /**
   * Images as the network's input: resized (bilinear), grey or colour, normalised.
   *
   * @return {@code [n, channels, height, width]}; the caller closes it
   */
  public final Tensor prepare(BufferedImage... images) {
    Shape shape = plan().input();
    Tensor tensor = Tensor.zeros(TypedTensor.shapeOf(images.length, shape));
    for (int i = 0; i < images.length; i++) {
      BufferedImage image = images[i];
      ByteBuffer pixels = ByteBuffer.wrap(ImageFiles.pixels(image, shape.channels()));
      Resize.of(
              shape.channels(),
              image.getHeight(),
              image.getWidth(),
              shape.height(),
              shape.width(),
              parameters.normalization())
          .apply(pixels, 0, tensor.buffer(), Math.toIntExact(i * shape.elements()));
    }
    return tensor;
  }

  /**
   * Image files as the network's input.
   *
   * @return {@code [n, channels, height, width]}; the caller closes it
   * @throws UncheckedIOException if a file is missing or not an image; the message names it
   */
  public final Tensor prepare(Path... files) {
    BufferedImage[] images = new BufferedImage[files.length];
    for (int i = 0; i < files.length; i++) {
      try {
        images[i] = ImageFiles.read(files[i]);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    return prepare(images);
  }

  /** What layers {@code firstLayer} to {@code lastLayer} of the plan, from 0, give. */
  protected final Tensor run(TypedTensor input, int firstLayer, int lastLayer) {
    return run(input.tensor(), firstLayer, lastLayer);
  }

  /** The index of the largest logit of each image; of equal ones, the first. */
  protected final int[] argmax(TypedTensor logits) {
    FloatBuffer numbers = logits.tensor().buffer();
    int classes = plan().classes();
    int[] best = new int[logits.count()];
    for (int i = 0; i < best.length; i++) {
      for (int c = 1; c < classes; c++) {
        if (numbers.get(i * classes + c) > numbers.get(i * classes + best[i])) {
          best[i] = c;
        }
      }
    }
    return best;
  }

  /** Frees the weights and whatever the engine holds. */
  @Override
  public void close() {
    inference.close();
    parameters.close();
  }

  private Tensor run(Tensor input, int firstLayer, int lastLayer) {
    Layer first = plan().layers().get(firstLayer);
    Layer last = plan().layers().get(lastLayer);
    checkShape(input, first.input());
    Tensor output = Tensor.zeros(TypedTensor.shapeOf(input.size(0), last.output()));
    inference.run(input, first, last, output);
    return output;
  }

  private void checkShape(Tensor input, Shape wanted) {
    int images = input.shape().length == 0 ? 0 : input.size(0);
    if (images < 1 || !Arrays.equals(input.shape(), TypedTensor.shapeOf(images, wanted))) {
      throw new IllegalArgumentException(
          name()
              + " takes n x "
              + wanted
              + " with at least one image, but the tensor is "
              + Arrays.toString(input.shape()));
    }
  }

  private static void softmax(float[] row) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float logit : row) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (int c = 0; c < row.length; c++) {
      row[c] = (float) Math.exp(row[c] - largest);
      sum += row[c];
    }
    for (int c = 0; c < row.length; c++) {
      row[c] = (float) (row[c] / sum);
    }
  }
}
