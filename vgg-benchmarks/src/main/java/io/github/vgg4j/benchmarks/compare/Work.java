package io.github.vgg4j.benchmarks.compare;

import io.github.vgg4j.arch.NetworkPlan;
import io.github.vgg4j.network.Networks;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** One network at one batch size; every contender builds it from the same {@link NetworkPlan}. */
public enum Work {
  W1("FashionVgg11", 64, Measure.THROUGHPUT),
  W2("FashionVgg11At224", 32, Measure.THROUGHPUT),
  W3("Vgg16", 8, Measure.THROUGHPUT),
  W4("FashionVggSmall", 128, Measure.THROUGHPUT),
  W5A("FashionVgg11At224", 1, Measure.LATENCY),
  W5B("Vgg16", 1, Measure.LATENCY);

  /** What is asked of the times. */
  public enum Measure {
    /** Images a second. */
    THROUGHPUT,
    /** Median and 99th percentile of a step; inference only. */
    LATENCY
  }

  private final String network;
  private final int batch;
  private final Measure measure;

  Work(String network, int batch, Measure measure) {
    this.network = network;
    this.batch = batch;
    this.measure = measure;
  }

  /**
   * The works of a name: W5 are two.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static List<Work> named(String name) {
    String wanted = name.strip().toUpperCase(Locale.ROOT);
    List<Work> works = Arrays.stream(values()).filter(work -> work.name().equals(wanted)).toList();
    if (works.isEmpty() && wanted.equals("W5")) {
      return List.of(W5A, W5B);
    }
    if (works.isEmpty()) {
      throw new IllegalArgumentException(
          "There is no work " + name + "; there are W1, W2, W3, W4 and W5 (W5A and W5B)");
    }
    return works;
  }

  /** The batch at which a network's throughput is compared; empty where it is not. */
  public static OptionalInt batchOf(String network) {
    return Arrays.stream(values())
        .filter(work -> work.measure == Measure.THROUGHPUT && work.network.equals(network))
        .mapToInt(Work::batch)
        .findFirst();
  }

  /** Images in a step. */
  public int batch() {
    return batch;
  }

  public Measure measure() {
    return measure;
  }

  public NetworkPlan plan() {
    return Networks.named(network).plan();
  }

  boolean has(Mode mode) {
    return measure == Measure.THROUGHPUT || mode == Mode.INFER;
  }

  /** As tables write it. */
  public String title() {
    return "%s: %s, %s, batch %d".formatted(name(), network, plan().input(), batch);
  }

  /** Floating-point operations of a step: two for each multiply-accumulate. */
  double flops(Mode mode) {
    NetworkPlan plan = plan();
    double forward = 2.0 * plan.macs() * batch;
    // Backward costs as much twice, but nobody needs the gradient of the images.
    return mode == Mode.INFER ? forward : 3 * forward - 2.0 * plan.layers().get(0).macs() * batch;
  }
}
