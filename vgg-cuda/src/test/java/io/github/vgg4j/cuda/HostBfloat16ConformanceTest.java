package io.github.vgg4j.cuda;

import io.github.vgg4j.engine.Closeness;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;
import io.github.vgg4j.engine.Precision;

/**
 * The same in bfloat16, whose numbers have eight bits: each is off by up to 2^-9, and gradients
 * through several layers by some hundredths of their size.
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
    return Closeness.onAverage(0.15, 0.02);
  }

  @Override
  protected double lossTolerance() {
    return 0.03;
  }
}
