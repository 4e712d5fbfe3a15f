package io.github.vgg4j.nd4j;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.EngineConformance;

/** The ND4J engine does what every engine must. */
final class Nd4jConformanceTest extends EngineConformance {
  @Override
  protected Engine engine() {
    return new Nd4jEngine();
  }
}
