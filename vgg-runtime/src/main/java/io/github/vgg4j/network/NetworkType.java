package io.github.vgg4j.network;

import io.github.vgg4j.arch.NetworkPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * A kind of network, as generated code declares it: its name, its plan, the labels of its classes
 * and how an instance is made.
 *
 * @param <N> the generated class
 */
public final class NetworkType<N extends Network> {

  private final String name;
  private final NetworkPlan plan;
  private final List<String> labels;
  private final Function<Parameters, N> constructor;

  private NetworkType(
      String name, NetworkPlan plan, List<String> labels, Function<Parameters, N> constructor) {
    this.name = name;
    this.plan = plan;
    this.labels = List.copyOf(labels);
    this.constructor = constructor;
  }

  /**
   * A kind of network.
   *
   * @param name the annotated interface's name
   * @param labels one for each class, or none
   */
  public static <N extends Network> NetworkType<N> of(
      String name, NetworkPlan plan, List<String> labels, Function<Parameters, N> constructor) {
    if (!labels.isEmpty() && labels.size() != plan.classes()) {
      throw new IllegalArgumentException(
          name + " has " + plan.classes() + " classes, but " + labels.size() + " labels");
    }
    return new NetworkType<>(name, plan, labels, constructor);
  }

  /**
   * The plan, if it is the one that the compiler saw.
   *
   * @throws IllegalStateException if it is another: the versions of vgg-annotations on the class
   *     path and of the processor differ
   */
  public static NetworkPlan verified(NetworkPlan plan, String fingerprint) {
    if (!plan.fingerprint().equals(fingerprint)) {
      throw new IllegalStateException(
          "This network was generated for plan "
              + fingerprint
              + ", but the vgg-annotations on the class path makes it "
              + plan.fingerprint()
              + ". Use one version of vgg-annotations and vgg-processor, and compile again.");
    }
    return plan;
  }

  /** The annotated interface's name. */
  public String name() {
    return name;
  }

  /** The plan of every network of this kind. */
  public NetworkPlan plan() {
    return plan;
  }

  /** One label for each class in the order of the logits, or none. */
  public List<String> labels() {
    return labels;
  }

  /** The label of a class, or {@code class N} where there are none. */
  public String label(int index) {
    return labels.isEmpty() ? "class " + index : labels.get(index);
  }

  /** A fresh network with {@link Initialization#HE}. */
  public N create(long seed) {
    return create(seed, Initialization.HE);
  }

  /** A fresh network. */
  public N create(long seed, Initialization initialization) {
    return constructor.apply(Parameters.initialize(plan, seed, initialization));
  }

  /**
   * A network with the weights of a safetensors file.
   *
   * @throws UncheckedIOException if the file cannot be read, is corrupt, or holds other parameters
   *     than this network's; the message names the file and the parameter
   */
  public N load(Path file) {
    try {
      return constructor.apply(Parameters.load(plan, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
