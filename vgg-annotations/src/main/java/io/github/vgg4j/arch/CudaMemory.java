package io.github.vgg4j.arch;

import io.github.vgg4j.arch.Liveness.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The memory of a session of the {@code cuda} engine, without what NVIDIA's libraries take for
 * themselves.
 *
 * <p>Weights, with a gradient and the optimizer's slots for each that is trained, lie in flat
 * arrays; in bfloat16 a shadow of them beside. Images wait as bytes. Everything else shares one
 * arena, as large as what is alive at the widest moment of a step.
 */
public final class CudaMemory extends MemoryModel {

  /** Images of at most so many channels meet a first convolution with a kernel of its own. */
  public static final int MOST_FIRST_CHANNELS = 4;

  private final NetworkPlan plan;
  private final int slots;
  private final int numberBytes;
  private final Waiting waiting;
  private final Liveness liveness;

  /** Whether gradients of several steps wait for an update, in an array of their own. */
  public enum Waiting {
    NONE,
    SUMMED
  }

  private CudaMemory(NetworkPlan plan, int slots, int numberBytes, Waiting waiting) {
    this.plan = plan;
    this.slots = slots;
    this.numberBytes = numberBytes;
    this.waiting = waiting;
    this.liveness = CudaSteps.of(plan, trains(), numberBytes);
  }

  /** In float32. */
  CudaMemory(NetworkPlan plan, int slots) {
    this(plan, slots, Float.BYTES, Waiting.NONE);
  }

  /**
   * Of a session for training.
   *
   * @param slots numbers that the optimizer keeps for each weight: 0 for plain SGD, 2 for Adam
   * @param numberBytes bytes of a number of an activation: 4 for float32, 2 for bfloat16
   */
  public static CudaMemory training(NetworkPlan plan, int slots, int numberBytes, Waiting waiting) {
    return new CudaMemory(plan, slots, numberBytes, waiting);
  }

  /**
   * Of a session for inference.
   *
   * @param numberBytes as for {@link #training}
   */
  public static CudaMemory inference(NetworkPlan plan, int numberBytes) {
    return new CudaMemory(plan, INFERENCE, numberBytes, Waiting.NONE);
  }

  @Override
  public long bytes(int batch) {
    long weights = plan.layers().stream().mapToLong(this::weightBytes).sum();
    long images = sum(0, plan.input().elements(), batch);
    return sum(sum(weights, images, 1), liveness.peakBytes(batch), 1);
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
    shares.put("images as bytes", sum(0, plan.input().elements(), batch));
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
    long bytes = Float.BYTES;
    if (parameter.trainable()) {
      int arrays = trains() ? 1 + slots + (waiting == Waiting.SUMMED ? 1 : 0) : 0;
      bytes += (long) Float.BYTES * arrays + (isNarrow() ? numberBytes : 0);
    }
    return parameter.elements() * (bytes + foldedBytes(layer, parameter));
  }

  private boolean isNarrow() {
    return numberBytes < Float.BYTES;
  }

  /** Bytes of each number of a parameter in the copy that a batch norm is folded into. */
  private int foldedBytes(Layer layer, Parameter parameter) {
    int next = plan.layers().indexOf(layer) + 1;
    boolean folded =
        !trains()
            && layer instanceof Layer.Conv
            && plan.layers().get(next) instanceof Layer.BatchNorm;
    if (!folded) {
      return 0;
    }
    boolean wide =
        parameter.role() == Parameter.Role.BIAS || CudaSteps.isFirst(plan, (Layer.Conv) layer);
    return wide ? Float.BYTES : numberBytes;
  }
}
