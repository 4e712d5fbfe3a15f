package io.github.vgg4j.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Owns native objects that have no owner of their own; closing it frees them, the last first. */
final class Natives implements AutoCloseable {

  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Takes over an object and answers it. */
  <T> T own(T object, Consumer<T> release) {
    releases.push(() -> release.accept(object));
    return object;
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
