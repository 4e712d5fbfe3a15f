package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Shape;
import java.util.Arrays;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;

/**
 * How the numbers of an array lie in memory: oneDNN's memory descriptor. The dimensions are logical
 * (images, channels, height, width); plain, channels-last or in blocks of channels are layouts.
 */
final class Layout {

  private final dnnl_memory_desc descriptor;
  private final NumberType type;
  private final long[] dims;

  private Layout(dnnl_memory_desc descriptor, NumberType type, long[] dims) {
    this.descriptor = descriptor;
    this.type = type;
    this.dims = dims;
  }

  /** A layout that is left to the primitive. */
  static Layout any(Natives natives, NumberType type, long... dims) {
    return tagged(natives, type, dnnl.dnnl_format_tag_any, dims);
  }

  /** Row-major, the last dimension lying together. */
  static Layout plain(Natives natives, NumberType type, long... dims) {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int d = dims.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= dims[d];
    }
    return strided(natives, type, dims, strides);
  }

  /** With these distances, in numbers, between neighbours along each dimension. */
  static Layout strided(Natives natives, NumberType type, long[] dims, long[] strides) {
    dnnl_memory_desc descriptor = new dnnl_memory_desc();
    Dnnl.check(
        dnnl.dnnl_memory_desc_create_with_strides(
            descriptor, dims.length, dims, type.code(), strides),
        "describe an array of " + Arrays.toString(dims));
    return own(natives, descriptor, type, dims);
  }

  /** By one of oneDNN's tags, such as {@code dnnl_acdb} for channels last. */
  static Layout tagged(Natives natives, NumberType type, int tag, long... dims) {
    dnnl_memory_desc descriptor = new dnnl_memory_desc();
    Dnnl.check(
        dnnl.dnnl_memory_desc_create_with_tag(descriptor, dims.length, dims, type.code(), tag),
        "describe an array of " + Arrays.toString(dims));
    return own(natives, descriptor, type, dims);
  }

  /** A copy of a descriptor that a primitive owns. */
  static Layout copyOf(Natives natives, dnnl_memory_desc borrowed) {
    dnnl_memory_desc descriptor = new dnnl_memory_desc();
    Dnnl.check(dnnl.dnnl_memory_desc_clone(descriptor, borrowed), "copy a description");
    int rank = integer(descriptor, dnnl.dnnl_query_ndims_s32);
    int code = integer(descriptor, dnnl.dnnl_query_data_type);
    return own(natives, descriptor, NumberType.ofCode(code), dims(descriptor, rank));
  }

  /** The same layout with another owner, for whoever outlives this one's. */
  Layout ownedBy(Natives natives) {
    return copyOf(natives, descriptor);
  }

  /** Dimensions of {@code images} feature maps. */
  static long[] dims(int images, Shape shape) {
    return new long[] {images, shape.channels(), shape.height(), shape.width()};
  }

  dnnl_memory_desc descriptor() {
    return descriptor;
  }

  NumberType type() {
    return type;
  }

  /** A copy of the logical dimensions. */
  long[] dims() {
    return dims.clone();
  }

  /** Numbers without padding: the product of the dimensions. */
  long elements() {
    long product = 1;
    for (long dim : dims) {
      product *= dim;
    }
    return product;
  }

  /** Bytes in memory, the padding of blocks included. */
  long bytes() {
    return dnnl.dnnl_memory_desc_get_size(descriptor);
  }

  /** Whether every number lies at the same place in both. */
  boolean sameAs(Layout other) {
    return dnnl.dnnl_memory_desc_equal(descriptor, other.descriptor) == 1;
  }

  @Override
  public String toString() {
    return type + Arrays.toString(dims);
  }

  private static Layout own(
      Natives natives, dnnl_memory_desc descriptor, NumberType type, long[] dims) {
    natives.own(descriptor, dnnl::dnnl_memory_desc_destroy);
    return new Layout(descriptor, type, dims.clone());
  }

  private static int integer(dnnl_memory_desc descriptor, int query) {
    try (org.bytedeco.javacpp.IntPointer answer = new org.bytedeco.javacpp.IntPointer(1)) {
      Dnnl.check(dnnl.dnnl_memory_desc_query(descriptor, query, answer), "read a description");
      return answer.get();
    }
  }

  private static long[] dims(dnnl_memory_desc descriptor, int rank) {
    try (PointerPointer<org.bytedeco.javacpp.LongPointer> answer = new PointerPointer<>(1)) {
      Dnnl.check(
          dnnl.dnnl_memory_desc_query(descriptor, dnnl.dnnl_query_dims, answer),
          "read a description");
      long[] dims = new long[rank];
      if (rank > 0) {
        answer.get(org.bytedeco.javacpp.LongPointer.class).get(dims);
      }
      return dims;
    }
  }
}
