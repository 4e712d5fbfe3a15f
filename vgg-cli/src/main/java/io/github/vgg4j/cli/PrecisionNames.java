package io.github.vgg4j.cli;

import io.github.vgg4j.engine.Precision;
import java.util.Arrays;
import java.util.Iterator;

/** The precisions as users write them, for help and completion. */
final class PrecisionNames implements Iterable<String> {

  PrecisionNames() {}

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Precision.values()).map(Precision::label).iterator();
  }
}
