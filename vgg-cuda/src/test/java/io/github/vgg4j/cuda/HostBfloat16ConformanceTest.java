package io.github.vgg4j.cuda;

import io.github.vgg4j.engine.Closeness;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;
import io.github.vgg4j.engine.Precision;

/**
 * The same in bfloat16. Its numbers have eight bits, each is off by up to 2^-9, and now and then a
 * maximum or a ReLU falls the other way, which moves gradients far: in the plan that ends at 1x1,
 * with four images, by 0.01 to 1.0 of their size for ten seeds, with the onednn engine as with this
 * one. What is wrong in every number is told from that by the suite in float32.
 */
final class HostBfloat16ConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new HostEngine();
  }

  @Override
  protected Precision precision() {
    return Precision.BF16;
  }

  @Override
  protected Closeness closeness() {
    return Closeness.onAverage(0.5, 0.02);
  }

  @Override
  protected double lossTolerance() {
    return 0.03;
  }
}
