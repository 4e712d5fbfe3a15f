package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;

/** The oneDNN engine does what every engine must. */
final class OnednnConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new OnednnEngine();
  }
}
