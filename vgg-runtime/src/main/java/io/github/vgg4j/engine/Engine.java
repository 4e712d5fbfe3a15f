package io.github.vgg4j.engine;

import io.github.vgg4j.arch.MemoryModel;
import io.github.vgg4j.arch.NetworkPlan;
import java.util.OptionalDouble;
import java.util.Set;

/** Runs plans on one kind of hardware. Engines are found by {@link java.util.ServiceLoader}. */
public interface Engine {

  /** Short name, as the commands take it: {@code nd4j}, {@code onednn}, {@code cuda}. */
  String name();

  /**
   * The highest preference that {@link #availability} may answer: where a better engine is
   * available, this one is never asked, which may mean loading a large library.
   */
  int highestPreference();

  /** Whether it can run here; never throws, and answers quickly when asked again. */
  Availability availability();

  /** The number formats it computes in. */
  Set<Precision> precisions();

  /**
   * Bytes that a new session may take on the device now; {@link Long#MAX_VALUE} where nobody can
   * tell.
   */
  default long availableBytes() {
    return Long.MAX_VALUE;
  }

  /**
   * What a session for this spec will need, at any batch size.
   *
   * @param spec its batch size does not matter
   */
  default MemoryModel memory(NetworkPlan plan, SessionSpec spec) {
    Optimizer optimizer = spec.optimizer();
    return optimizer == null
        ? MemoryModel.inference(plan)
        : MemoryModel.training(plan, optimizer.slots());
  }

  /**
   * Measures what the device does at most: floating point operations a second in a large matrix
   * product, all threads working. Takes about a second.
   *
   * @return empty where this engine cannot tell
   */
  default OptionalDouble peakFlops(Precision precision) {
    return OptionalDouble.empty();
  }

  /**
   * Builds everything that the plan needs on the device: buffers, layouts, kernels.
   *
   * @throws IllegalArgumentException if the spec asks for what this engine cannot do
   * @throws IllegalStateException if the engine is unavailable
   */
  Session open(NetworkPlan plan, SessionSpec spec);
}
