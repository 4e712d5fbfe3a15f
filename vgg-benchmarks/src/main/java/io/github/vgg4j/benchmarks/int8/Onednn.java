package io.github.vgg4j.benchmarks.int8;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** The library on this processor; owns what is made with it, and frees that when it is closed. */
final class Onednn implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();
  private final dnnl_engine engine = new dnnl_engine();
  private final dnnl_stream stream = new dnnl_stream();

  Onednn() {
    check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "create the CPU engine");
    own(engine, dnnl::dnnl_engine_destroy);
    check(dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_in_order), "create a stream");
    own(stream, dnnl::dnnl_stream_destroy);
  }

  dnnl_engine engine() {
    return engine;
  }

  dnnl_stream stream() {
    return stream;
  }

  /** Takes over an object and answers it. */
  <T> T own(T object, Consumer<T> release) {
    releases.push(() -> release.accept(object));
    return object;
  }

  Room room(long bytes) {
    return own(new Room(bytes), Room::close);
  }

  /** Numbers of a type in the layout of a tag, such as {@code dnnl_format_tag_any}. */
  dnnl_memory_desc describe(int type, int tag, long... dims) {
    dnnl_memory_desc made = new dnnl_memory_desc();
    check(
        dnnl.dnnl_memory_desc_create_with_tag(made, dims.length, dims, type, tag),
        "describe an array");
    return own(made, dnnl::dnnl_memory_desc_destroy);
  }

  /** An array in memory as a primitive takes it. */
  dnnl_memory memory(dnnl_memory_desc layout, Pointer address) {
    dnnl_memory made = new dnnl_memory();
    check(dnnl.dnnl_memory_create(made, layout, engine, address), "place an array");
    return own(made, dnnl::dnnl_memory_destroy);
  }

  /**
   * Does nothing where a call succeeded.
   *
   * @throws IllegalStateException if the status is a failure
   */
  static void check(int status, String what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN could not " + what + ": status " + status);
    }
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
