package io.github.vgg4j.cuda;

import io.github.vgg4j.engine.Closeness;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;
import io.github.vgg4j.engine.Precision;

/** The same in bfloat16, whose numbers have eight bits. */
final class CudaBfloat16ConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new CudaEngine();
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
