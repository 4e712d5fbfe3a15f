package io.github.vgg4j.benchmarks.int8;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** One forward primitive in the layouts that oneDNN chose, and the memory it is bound to. */
final class Bare {
  private record Argument(int name, dnnl_memory memory) {}

  private final Onednn onednn;
  private final dnnl_primitive_desc descriptor;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final String implementation;
  private final List<Argument> arguments = new ArrayList<>();
  private dnnl_exec_arg_t bound = new dnnl_exec_arg_t();

  /** Takes over a descriptor. */
  Bare(Onednn onednn, dnnl_primitive_desc descriptor) {
    this.onednn = onednn;
    this.descriptor = onednn.own(descriptor, dnnl::dnnl_primitive_desc_destroy);
    Onednn.check(dnnl.dnnl_primitive_create(primitive, descriptor), "make a primitive");
    onednn.own(primitive, dnnl::dnnl_primitive_destroy);
    this.implementation = name(descriptor);
  }

  /** OneDNN's name of the code that runs; a name with {@code ref} is slow code for any machine. */
  String implementation() {
    return implementation;
  }

  /** Where the array of a query lies, such as {@code dnnl_query_src_md}. */
  dnnl_memory_desc layout(int query) {
    return dnnl.dnnl_primitive_desc_query_md(descriptor, query, 0);
  }

  long bytes(int query) {
    return dnnl.dnnl_memory_desc_get_size(layout(query));
  }

  /** Gives it an argument. */
  void give(int name, dnnl_memory_desc layout, Pointer address) {
    arguments.add(new Argument(name, onednn.memory(layout, address)));
  }

  /** To be called once, after the last {@link #give}. */
  void bind() {
    bound = onednn.own(new dnnl_exec_arg_t(arguments.size()), dnnl_exec_arg_t::close);
    for (int i = 0; i < arguments.size(); i++) {
      bound.getPointer(i).arg(arguments.get(i).name()).memory(arguments.get(i).memory());
    }
  }

  /** Nanoseconds of one run. */
  long run() {
    long begin = System.nanoTime();
    int status = dnnl.dnnl_primitive_execute(primitive, onednn.stream(), arguments.size(), bound);
    dnnl.dnnl_stream_wait(onednn.stream());
    long nanoseconds = System.nanoTime() - begin;
    Onednn.check(status, "run " + implementation);
    return nanoseconds;
  }

  private static String name(dnnl_primitive_desc descriptor) {
    try (PointerPointer<BytePointer> answer = new PointerPointer<>(1)) {
      Onednn.check(
          dnnl.dnnl_primitive_desc_query(descriptor, dnnl.dnnl_query_impl_info_str, 0, answer),
          "name an implementation");
      return answer.get(BytePointer.class).getString();
    }
  }
}
