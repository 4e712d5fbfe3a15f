package io.github.vgg4j.cuda;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;

/** What the CUDA engine records and its kernels compute does what every engine must. */
final class HostConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new HostEngine();
  }
}
