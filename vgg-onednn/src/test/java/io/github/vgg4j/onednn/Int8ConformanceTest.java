package io.github.vgg4j.onednn;

import io.github.vgg4j.engine.Engine;
import io.github.vgg4j.engine.Int8Conformance;

/** What every engine in int8 must do, done by this one. */
final class Int8ConformanceTest extends Int8Conformance {
  @Override
  protected Engine engine() {
    return new OnednnEngine();
  }
}
