package io.github.vgg4j.cuda;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;

/** The CUDA engine does what every engine must, on a real GPU; skipped where there is none. */
final class CudaConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new CudaEngine();
  }
}
