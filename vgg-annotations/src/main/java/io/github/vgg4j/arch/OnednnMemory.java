package io.github.vgg4j.arch;

import io.github.vgg4j.arch.Liveness.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The memory of a session of the {@code onednn} engine.
 *
 * <p>Weights, with a gradient and the optimizer's slots for each that is trained, lie in arrays of
 * their own, and so do copies of weights that kernels read in another layout or format. Everything
 * else shares one arena, as large as what is alive at the widest moment of a step.
 */
public final class OnednnMemory extends MemoryModel {

  /** Dense weights of at least so many numbers take plain SGD's step without a gradient array. */
  public static final long FEWEST_FOLDED = 1 << 16;

  /**
   * Numbers of a piece of a flat array, at most; the squares for the norm of the gradients are
   * added up in one. Four arrays of it fit the caches of two cores.
   */
  public static final long PIECE = 1 << 17;

  private final NetworkPlan plan;
  private final int slots;
  private final int numberBytes;
  private final Optional<Int8Plan> int8;
  private final Gradients gradients;
  private final long squares;
  private final Liveness liveness;

  /**
   * What becomes of gradients; those of large dense weights need no array where they are folded.
   */
  private enum Gradients {
    FOLDED(1),
    STORED(1),
    SUMMED(2);

    /** As large as the parameters. */
    private final int arrays;

    Gradients(int arrays) {
      this.arrays = arrays;
    }
  }

  private OnednnMemory(
      NetworkPlan plan,
      int slots,
      int numberBytes,
      Optional<Int8Plan> int8,
      Gradients gradients,
      long squares) {
    this.plan = plan;
    this.slots = slots;
    this.numberBytes = numberBytes;
    this.int8 = int8;
    this.gradients = gradients;
    this.squares = squares;
    this.liveness = OnednnSteps.of(plan, trains(), numberBytes, int8);
  }

  OnednnMemory(NetworkPlan plan, int slots, int numberBytes) {
    this(
        plan,
        slots,
        numberBytes,
        Optional.empty(),
        slots == 0 ? Gradients.FOLDED : Gradients.STORED,
        0);
  }

  /**
   * Of a session for training.
   *
   * @param slots numbers that the optimizer keeps for each weight: 0 for plain SGD, 2 for Adam
   * @param numberBytes bytes of a number of an activation: 4 for float32, 2 for bfloat16
   */
  public static OnednnMemory training(NetworkPlan plan, int slots, int numberBytes) {
    return new OnednnMemory(plan, slots, numberBytes);
  }

  /**
   * Of a session for inference.
   *
   * @param numberBytes as for {@link #training}
   */
  public static OnednnMemory inference(NetworkPlan plan, int numberBytes) {
    return new OnednnMemory(plan, INFERENCE, numberBytes);
  }

  /**
   * Of a session for inference in int8.
   *
   * @param numberBytes as for {@link #training}, of what is not kept in bytes
   */
  public static OnednnMemory int8(NetworkPlan plan, int numberBytes) {
    return new OnednnMemory(
        plan, INFERENCE, numberBytes, Optional.of(Int8Plan.of(plan)), Gradients.STORED, 0);
  }

  /** The same where every gradient is stored, even with plain SGD: for decay, for one. */
  public OnednnMemory withStoredGradients() {
    return new OnednnMemory(plan, slots, numberBytes, int8, Gradients.STORED, squares);
  }

  /** The same where the gradients of several steps are stored and added up for one update. */
  public OnednnMemory withGradientSum() {
    return new OnednnMemory(plan, slots, numberBytes, int8, Gradients.SUMMED, squares);
  }

  /** The same where the norm of all gradients is taken, to clip them. */
  public OnednnMemory withGradientNorm() {
    long most = Math.min(PIECE, plan.parameterCount());
    return new OnednnMemory(plan, slots, numberBytes, int8, gradients, most);
  }

  /** Bytes of the arrays that a session holds from open to close. */
  public long sessionBytes(int batch) {
    long weights = plan.layers().stream().mapToLong(this::weightBytes).sum();
    return sum(weights + Float.BYTES * squares, liveness.peakBytes(batch), 1);
  }

  @Override
  public long bytes(int batch) {
    return sessionBytes(batch);
  }

  @Override
  public List<Share> shares(int batch) {
    Map<String, Long> shares = new LinkedHashMap<>();
    for (Layer layer : plan.layers()) {
      shares.merge(title(layer), weightBytes(layer), Long::sum);
    }
    for (Array array : liveness.aliveAtPeak(batch)) {
      shares.merge(array.owner(), array.bytes(batch), (a, b) -> sum(a, b, 1));
    }
    shares.put("squares of gradients", Float.BYTES * squares);
    List<Share> all = new ArrayList<>();
    shares.forEach((name, bytes) -> all.add(new Share(name, bytes)));
    return largestFirst(all);
  }

  private boolean trains() {
    return slots != INFERENCE;
  }

  private long weightBytes(Layer layer) {
    return layer.parameters().stream().mapToLong(one -> weightBytes(layer, one)).sum();
  }

  private long weightBytes(Layer layer, Parameter parameter) {
    long bytes = trains() ? Float.BYTES : storedBytes(layer, parameter);
    if (trains() && parameter.trainable()) {
      bytes += (long) Float.BYTES * (slots + (folds(parameter) ? 0 : gradients.arrays));
    }
    return parameter.elements() * (bytes + copyBytes(layer, parameter))
        + unitBytes(layer, parameter);
  }

  /** In int8 every row of weights has a unit of its own. */
  private long unitBytes(Layer layer, Parameter parameter) {
    return isWeight(parameter) && inInt8(layer) ? (long) Float.BYTES * parameter.shape().get(0) : 0;
  }

  private boolean inInt8(Layer layer) {
    return int8.isPresent() && int8.get().computes(layer);
  }

  /** Bytes of a weight as a kernel for inference reads it. */
  private int kernelBytes(Layer layer) {
    return inInt8(layer) ? 1 : numberBytes;
  }

  /** Bytes of each number of a parameter for inference alone: as the one kernel reads it. */
  private int storedBytes(Layer layer, Parameter parameter) {
    return isWeight(parameter) && !isFolded(layer) ? kernelBytes(layer) : Float.BYTES;
  }

  /** Whether the product that makes a gradient adds it to the weights. */
  private boolean folds(Parameter parameter) {
    return gradients == Gradients.FOLDED
        && isWeight(parameter)
        && parameter.role() != Parameter.Role.CONV_WEIGHT
        && parameter.elements() >= FEWEST_FOLDED;
  }

  private static boolean isWeight(Parameter parameter) {
    return switch (parameter.role()) {
      case CONV_WEIGHT, DENSE_WEIGHT, LOGITS_WEIGHT -> true;
      default -> false;
    };
  }

  /** Whether a batch norm is folded into a convolution, which needs a copy of its weights. */
  private boolean isFolded(Layer layer) {
    int next = plan.layers().indexOf(layer) + 1;
    return layer instanceof Layer.Conv && plan.layers().get(next) instanceof Layer.BatchNorm;
  }

  /** Bytes that copies for kernels add to each number of a parameter. */
  private int copyBytes(Layer layer, Parameter parameter) {
    if (!trains()) {
      return isWeight(parameter) && isFolded(layer) ? kernelBytes(layer) : 0;
    }
    int narrow = numberBytes == Float.BYTES ? 0 : numberBytes;
    return switch (parameter.role()) {
      // Kernels forward and back want different layouts; the first convolution has no way back.
      case CONV_WEIGHT -> (layer == plan.layers().get(0) ? 0 : numberBytes) + narrow;
      case DENSE_WEIGHT, LOGITS_WEIGHT -> narrow;
      default -> 0;
    };
  }
}
