package io.github.vgg4j.network;

import io.github.vgg4j.arch.Layer;
import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/**
 * A network with weights: what every generated class extends. It infers on an engine that it opens
 * when first asked; a {@code Trainer} trains it. Close it to free its memory.
 */
public abstract class Network implements AutoCloseable {

  private final NetworkType<?> type;
  private final Parameters parameters;

  /** For generated classes. */
  protected Network(NetworkType<?> type, Parameters parameters) {
    this.type = type;
    this.parameters = parameters;
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

  /** What layers {@code firstLayer} to {@code lastLayer} of the plan, from 0, give. */
  protected final Tensor run(TypedTensor input, int firstLayer, int lastLayer) {
    Layer last = plan().layers().get(lastLayer);
    return Tensor.zeros(TypedTensor.shapeOf(input.count(), last.output()));
  }

  /** The index of the largest logit of each image; of equal ones, the first. */
  protected final int[] argmax(TypedTensor logits) {
    return new int[logits.count()];
  }

  /** Images as the network's input: resized (bilinear), grey or colour, normalised. */
  protected final Tensor prepare(BufferedImage... images) {
    Shape shape = plan().input();
    return Tensor.zeros(TypedTensor.shapeOf(images.length, shape));
  }

  /** Image files as the network's input. */
  protected final Tensor prepare(Path... files) {
    return Tensor.zeros(TypedTensor.shapeOf(files.length, plan().input()));
  }

  /** Frees the weights and whatever the engine holds. */
  @Override
  public void close() {
    parameters.close();
  }
}
