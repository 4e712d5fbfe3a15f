package io.github.vgg4j.cuda.plan;

import java.util.ArrayDeque;
import java.util.Deque;

/** Descriptors that live and end together, the last made first. */
final class Descriptors implements AutoCloseable {

  private final Deque<Descriptor> all = new ArrayDeque<>();

  /** Makes one that ends with the others. */
  Descriptor create(int kind, String what) {
    Descriptor descriptor = Descriptor.create(kind, what);
    all.push(descriptor);
    return descriptor;
  }

  @Override
  public void close() {
    while (!all.isEmpty()) {
      all.pop().close();
    }
  }
}
