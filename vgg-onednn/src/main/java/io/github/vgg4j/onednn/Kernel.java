package io.github.vgg4j.onednn;

import java.util.Optional;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One oneDNN primitive: what it computes, in which layouts and by which implementation was chosen
 * when it was made. Its machine code is made when it is first bound.
 */
final class Kernel {

  private final Natives natives;
  private final dnnl_primitive_desc descriptor;
  private final String work;
  private final long flops;
  private final String implementation;

  /**
   * A kernel over a descriptor, which it takes over.
   *
   * @param work what it computes, in words
   * @param flops multiplications and additions of one run; 0 where memory decides the time
   */
  Kernel(Natives natives, dnnl_primitive_desc descriptor, String work, long flops) {
    this.natives = natives;
    this.work = work;
    this.flops = flops;
    this.descriptor = natives.own(descriptor, dnnl::dnnl_primitive_desc_destroy);
    this.implementation = implementation(descriptor);
  }

  /** For hints from forward to backward. */
  dnnl_primitive_desc descriptor() {
    return descriptor;
  }

  /** What it computes, in words. */
  String work() {
    return work;
  }

  /** Multiplications and additions of one run; 0 where memory decides the time. */
  long flops() {
    return flops;
  }

  /** OneDNN's name of the implementation, such as {@code brgconv:avx512_core}. */
  String implementation() {
    return implementation;
  }

  /** Whether the implementation is made for this processor, rather than a slow one for any. */
  boolean isFast() {
    return !implementation.startsWith("ref") && !implementation.contains(":ref");
  }

  Layout source() {
    return layout(dnnl.dnnl_query_src_md);
  }

  Layout weights() {
    return layout(dnnl.dnnl_query_weights_md);
  }

  Layout destination() {
    return layout(dnnl.dnnl_query_dst_md);
  }

  Layout sourceGradient() {
    return layout(dnnl.dnnl_query_diff_src_md);
  }

  Layout weightsGradient() {
    return layout(dnnl.dnnl_query_diff_weights_md);
  }

  Layout destinationGradient() {
    return layout(dnnl.dnnl_query_diff_dst_md);
  }

  /** What forward leaves for backward, where there is such a thing. */
  Optional<Layout> workspace() {
    return optional(dnnl.dnnl_query_workspace_md);
  }

  /** Memory it needs while it runs. */
  Optional<Layout> scratch() {
    return optional(dnnl.dnnl_query_scratchpad_md);
  }

  dnnl_primitive primitive() {
    dnnl_primitive primitive = new dnnl_primitive();
    Dnnl.check(dnnl.dnnl_primitive_create(primitive, descriptor), "make " + implementation);
    return natives.own(primitive, dnnl::dnnl_primitive_destroy);
  }

  private Layout layout(int query) {
    return Layout.copyOf(natives, dnnl.dnnl_primitive_desc_query_md(descriptor, query, 0));
  }

  private Optional<Layout> optional(int query) {
    Layout layout = layout(query);
    return layout.bytes() == 0 ? Optional.empty() : Optional.of(layout);
  }

  private static String implementation(dnnl_primitive_desc descriptor) {
    try (PointerPointer<BytePointer> answer = new PointerPointer<>(1)) {
      Dnnl.check(
          dnnl.dnnl_primitive_desc_query(descriptor, dnnl.dnnl_query_impl_info_str, 0, answer),
          "name an implementation");
      return answer.get(BytePointer.class).getString();
    }
  }
}
