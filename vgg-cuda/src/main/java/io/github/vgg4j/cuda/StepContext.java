package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import java.util.ArrayList;
import java.util.List;

/** What the recorders of single layers share. */
final class StepContext {

  private final Recorder recorder = new Recorder();
  private final Weights weights;
  private final Use use;
  private final int images;
  private final Format format;
  private final long seed;
  private final Place step;
  private final List<Folding> foldings = new ArrayList<>();

  /**
   * For one program.
   *
   * @param images in its batch
   * @param seed of the run, which decides dropout
   * @param step where the number of training steps done lies, an int64
   */
  StepContext(Weights weights, Use use, int images, Format format, long seed, Place step) {
    this.weights = weights;
    this.use = use;
    this.images = images;
    this.format = format;
    this.seed = seed;
    this.step = step;
  }

  Recorder recorder() {
    return recorder;
  }

  Weights weights() {
    return weights;
  }

  boolean trains() {
    return use == Use.TRAINING;
  }

  int images() {
    return images;
  }

  Format format() {
    return format;
  }

  NumberType type() {
    return format.type();
  }

  long seed() {
    return seed;
  }

  Place step() {
    return step;
  }

  /** The batch's map of a layer's input or output. */
  MapShape maps(Shape shape) {
    return new MapShape(images, shape.height(), shape.width(), shape.channels());
  }

  /** A new activation or gradient. */
  Value value(MapShape shape) {
    return value(shape, type());
  }

  Value value(MapShape shape, NumberType type) {
    return new Value(recorder.memory(shape.elements() * type.bytes()), shape, type);
  }

  Memory scratch(long bytes) {
    return recorder.memory(bytes);
  }

  /** Says that the program reads folded weights. */
  Folding reads(Folding folding) {
    foldings.add(folding);
    return folding;
  }

  List<Folding> foldings() {
    return List.copyOf(foldings);
  }
}
