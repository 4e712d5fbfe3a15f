package io.github.vgg4j.cuda;

import io.github.vgg4j.engine.Closeness;
import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;
import io.github.vgg4j.engine.Precision;

/**
 * The CUDA engine in TF32, whose factors have ten bits, on a real GPU; skipped where there is none.
 */
final class CudaTf32ConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new CudaEngine();
  }

  @Override
  protected Precision precision() {
    return Precision.TF32;
  }

  @Override
  protected Closeness closeness() {
    return Closeness.onAverage(0.15, 0.004);
  }

  @Override
  protected double lossTolerance() {
    return 0.005;
  }
}
