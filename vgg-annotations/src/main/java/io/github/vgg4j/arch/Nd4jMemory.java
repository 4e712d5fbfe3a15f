package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;

/**
 * The memory of a session of the {@code nd4j} engine, in float32.
 *
 * <p>Held from open to close, for training: each parameter; a gradient and the optimizer's slots
 * for each that is trained; the input; the output of each layer that does not work in place; two
 * arrays as large as the largest output, in which the gradients of the outputs take turns; the
 * masks of dropout; the first convolution's unfolded image. For inference, the outputs take turns
 * in the two arrays. Needed for a moment: the scratch of one operation, which reorders what it
 * reads and writes. Beside it the allocator keeps, in training twice as much, at inference half as
 * much, but at most 144 MiB.
 */
public final class Nd4jMemory extends MemoryModel {
  private static final long FLOAT_BYTES = 4;

  /**
   * Glibc keeps freed blocks below 32 MiB, and gaps between those in use; this much was seen at
   * most.
   */
  private static final long MOST_KEPT = 144L << 20;

  /** Up to so many channels, a first convolution's gradient is taken by unfolding the image. */
  public static final int MOST_UNFOLDED_CHANNELS = 4;

  private final NetworkPlan plan;
  private final int slots;
  private final int gradientArrays;
  private final long fixedNumbers;
  private final long numbersPerImage;
  private final Scratch scratch;

  Nd4jMemory(NetworkPlan plan, int slots) {
    this(plan, slots, 1);
  }

  private Nd4jMemory(NetworkPlan plan, int slots, int gradientArrays) {
    this.plan = plan;
    this.slots = slots;
    this.gradientArrays = gradientArrays;
    this.scratch = Scratch.of(plan, slots != INFERENCE);
    this.fixedNumbers = plan.layers().stream().mapToLong(this::fixedNumbers).sum();
    long layers = plan.layers().stream().mapToLong(this::numbersPerImage).sum();
    this.numbersPerImage = plan.input().elements() + layers + 2 * largestOutput();
  }

  /**
   * Of a session for training.
   *
   * @param slots numbers that the optimizer keeps for each weight: 0 for plain SGD, 2 for Adam
   */
  public static Nd4jMemory training(NetworkPlan plan, int slots) {
    return new Nd4jMemory(plan, slots);
  }

  /** Of a session for inference. */
  public static Nd4jMemory inference(NetworkPlan plan) {
    return new Nd4jMemory(plan, INFERENCE);
  }

  /** The same where the gradients of several steps are added up for one update. */
  public Nd4jMemory withGradientSum() {
    return new Nd4jMemory(plan, slots, 2);
  }

  /** Bytes whatever the batch size, without what the allocator keeps. */
  public long fixedBytes() {
    return FLOAT_BYTES * (fixedNumbers + scratch.fixedNumbers());
  }

  /** Bytes for each image of the batch. */
  public long bytesPerImage() {
    return FLOAT_BYTES * (numbersPerImage + scratch.numbersPerImage());
  }

  /** Bytes of the arrays that a session holds from open to close. */
  public long sessionBytes(int batch) {
    return sum(FLOAT_BYTES * fixedNumbers, FLOAT_BYTES * numbersPerImage, batch);
  }

  @Override
  public long bytes(int batch) {
    return sum(sum(fixedBytes(), bytesPerImage(), batch), keptBytes(batch), 1);
  }

  @Override
  public List<Share> shares(int batch) {
    List<Share> shares = new ArrayList<>();
    shares.add(new Share("input", sum(0, FLOAT_BYTES * plan.input().elements(), batch)));
    plan.layers().forEach(layer -> shares.add(new Share(title(layer), bytesOf(layer, batch))));
    String turns = slots == INFERENCE ? "outputs, in two turns" : "gradients of outputs";
    shares.add(new Share(turns, sum(0, 2 * FLOAT_BYTES * largestOutput(), batch)));
    shares.add(new Share("scratch of operations", sum(scratchBytes(batch), keptBytes(batch), 1)));
    return largestFirst(shares);
  }

  /**
   * Bytes that one layer of the plan takes for itself: its parameters, with their gradients and the
   * optimizer's slots, its output where that stays, and its helpers.
   */
  public long bytesOf(Layer layer, int batch) {
    return sum(FLOAT_BYTES * fixedNumbers(layer), FLOAT_BYTES * numbersPerImage(layer), batch);
  }

  private long scratchBytes(int batch) {
    return sum(
        FLOAT_BYTES * scratch.fixedNumbers(), FLOAT_BYTES * scratch.numbersPerImage(), batch);
  }

  private long keptBytes(int batch) {
    long kept = slots == INFERENCE ? scratchBytes(batch) / 2 : sum(0, scratchBytes(batch), 2);
    return Math.min(MOST_KEPT, kept);
  }

  private long fixedNumbers(Layer layer) {
    long numbers = helpers(layer);
    if (slots != INFERENCE && unfolds(plan, layer)) {
      numbers += taps(layer) * (layer.input().elements() / layer.input().channels());
      numbers += taps(layer) * layer.output().channels();
    }
    for (Parameter parameter : layer.parameters()) {
      boolean trained = slots != INFERENCE && parameter.trainable();
      numbers += parameter.elements() * (trained ? 1 + gradientArrays + slots : 1);
    }
    return numbers;
  }

  /**
   * What a layer keeps beside its parameters: batch norm the mean and variance of the batch and
   * room for their gradients, local response norm two bands of channels and two vectors, adaptive
   * pooling its windows.
   */
  private static long helpers(Layer layer) {
    long channels = layer.input().channels();
    if (layer instanceof Layer.BatchNorm) {
      return 4 * channels;
    } else if (layer instanceof Layer.LocalResponseNorm) {
      return 2 * channels * channels + 2 * channels;
    } else if (layer instanceof Layer.AdaptiveAvgPool pool) {
      return pool.input().elements() / channels * (pool.output().elements() / channels);
    }
    return 0;
  }

  /**
   * The output, if it stays; dropout's mask; sums, powers and work of local response norm; the part
   * of an unfolded convolution's gradient.
   */
  private long numbersPerImage(Layer layer) {
    long arrays = slots != INFERENCE && ownsOutput(layer) ? 1 : 0;
    arrays += layer instanceof Layer.Dropout ? 1 : 0;
    arrays += layer instanceof Layer.LocalResponseNorm ? 3 : 0;
    long parts =
        slots != INFERENCE && unfolds(plan, layer) ? taps(layer) * layer.output().channels() : 0;
    return arrays * layer.output().elements() + parts;
  }

  /** Whether a layer's gradient is taken by unfolding: a first convolution of few channels. */
  static boolean unfolds(NetworkPlan plan, Layer layer) {
    return layer instanceof Layer.Conv
        && layer == plan.layers().get(0)
        && layer.input().channels() <= MOST_UNFOLDED_CHANNELS;
  }

  /** Rows of the unfolded image: one for each weight of an output channel, and one for its bias. */
  private static long taps(Layer layer) {
    Layer.Conv conv = (Layer.Conv) layer;
    return (long) conv.input().channels() * conv.kernel() * conv.kernel() + 1;
  }

  private long largestOutput() {
    long largest = plan.input().elements();
    for (Layer layer : plan.layers()) {
      largest = Math.max(largest, layer.output().elements());
    }
    return largest;
  }

  private static boolean ownsOutput(Layer layer) {
    return !(layer instanceof Layer.Relu
        || layer instanceof Layer.Flatten
        || layer instanceof Layer.Dropout);
  }
}
