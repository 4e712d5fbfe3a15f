package io.github.vgg4j.cuda.plan;

import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_BACKEND_DESCRIPTOR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_BOOLEAN;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_CHAR;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_HANDLE;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_INT64;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TYPE_VOID_PTR;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendCreateDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendDestroyDescriptor;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendFinalize;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendGetAttribute;
import static org.bytedeco.cuda.global.cudnn.cudnnBackendSetAttribute;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.cudnn.cudnnBackendDescriptor_t;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One descriptor of cuDNN's backend API, owned: created, given attributes, finished, read, and
 * destroyed on close. Every value given to it is kept until it is finished, whether cuDNN copies it
 * or not.
 */
final class Descriptor implements AutoCloseable {

  private final String what;
  private final cudnnBackendDescriptor_t pointer = new cudnnBackendDescriptor_t();
  private final List<Pointer> given = new ArrayList<>();

  private Descriptor(String what) {
    this.what = what;
  }

  /**
   * Makes one.
   *
   * @param kind a {@code CUDNN_BACKEND_*_DESCRIPTOR}
   * @param what for messages, such as {@code the tensor X of ...}
   */
  static Descriptor create(int kind, String what) {
    Descriptor descriptor = new Descriptor(what);
    Cudnn.check(cudnnBackendCreateDescriptor(kind, descriptor.pointer), "create " + what);
    return descriptor;
  }

  cudnnBackendDescriptor_t pointer() {
    return pointer;
  }

  /** Sets an attribute of one of cuDNN's own enumerations. */
  Descriptor setEnum(int attribute, int type, int value) {
    return set(attribute, type, 1, new IntPointer(new int[] {value}));
  }

  Descriptor setLongs(int attribute, long... values) {
    return set(attribute, CUDNN_TYPE_INT64, values.length, new LongPointer(values));
  }

  Descriptor setFloat(int attribute, float value) {
    return set(attribute, CUDNN_TYPE_FLOAT, 1, new FloatPointer(new float[] {value}));
  }

  Descriptor setFlag(int attribute, boolean value) {
    return set(
        attribute, CUDNN_TYPE_BOOLEAN, 1, new BytePointer(new byte[] {(byte) (value ? 1 : 0)}));
  }

  Descriptor setDescriptors(int attribute, Descriptor... values) {
    PointerPointer<cudnnBackendDescriptor_t> pointers = new PointerPointer<>(values.length);
    for (int i = 0; i < values.length; i++) {
      pointers.put(i, values[i].pointer);
    }
    return set(attribute, CUDNN_TYPE_BACKEND_DESCRIPTOR, values.length, pointers);
  }

  Descriptor setHandle(int attribute, cudnnContext handle) {
    return set(attribute, CUDNN_TYPE_HANDLE, 1, new PointerPointer<>(1).put(0, handle));
  }

  /** Sets text; cuDNN is given a zero after its last byte too. */
  Descriptor setText(int attribute, byte[] text) {
    BytePointer bytes = new BytePointer(text.length + 1L);
    bytes.put(text, 0, text.length).put(text.length, (byte) 0);
    return set(attribute, CUDNN_TYPE_CHAR, text.length, bytes);
  }

  /** Sets addresses on the device. */
  Descriptor setAddresses(int attribute, long... addresses) {
    // An address is passed as the number it is: cuDNN reads an array of void pointers.
    return set(attribute, CUDNN_TYPE_VOID_PTR, addresses.length, new LongPointer(addresses));
  }

  private Descriptor set(int attribute, int type, long count, Pointer values) {
    given.add(values);
    Cudnn.check(
        cudnnBackendSetAttribute(pointer, attribute, type, count, values),
        "set attribute " + attribute + " of " + what);
    return this;
  }

  /** Ends the setting of attributes; cuDNN checks them together now. */
  Descriptor finish() {
    Cudnn.check(cudnnBackendFinalize(pointer), "finalise " + what);
    given.forEach(Pointer::close);
    given.clear();
    return this;
  }

  /** How many elements an attribute has. */
  int count(int attribute, int type) {
    try (LongPointer count = new LongPointer(1)) {
      Cudnn.check(
          cudnnBackendGetAttribute(pointer, attribute, type, 0, count, null),
          "count attribute " + attribute + " of " + what);
      return Math.toIntExact(count.get());
    }
  }

  long getLong(int attribute) {
    try (LongPointer count = new LongPointer(1);
        LongPointer value = new LongPointer(1)) {
      get(attribute, CUDNN_TYPE_INT64, 1, count, value);
      return value.get();
    }
  }

  /** Reads an attribute of one of cuDNN's own enumerations, at most {@code most} of them. */
  int[] getEnums(int attribute, int type, int most) {
    try (LongPointer count = new LongPointer(1);
        IntPointer values = new IntPointer(most)) {
      get(attribute, type, most, count, values);
      int[] result = new int[Math.toIntExact(Math.min(count.get(), most))];
      values.get(result);
      return result;
    }
  }

  /** Fills descriptors that the caller made and owns; answers how many were filled. */
  int getInto(int attribute, List<Descriptor> into) {
    try (LongPointer count = new LongPointer(1);
        PointerPointer<cudnnBackendDescriptor_t> pointers = new PointerPointer<>(into.size())) {
      for (int i = 0; i < into.size(); i++) {
        pointers.put(i, into.get(i).pointer);
      }
      get(attribute, CUDNN_TYPE_BACKEND_DESCRIPTOR, into.size(), count, pointers);
      return Math.toIntExact(Math.min(count.get(), into.size()));
    }
  }

  /** Reads text. */
  byte[] getText(int attribute) {
    int length = count(attribute, CUDNN_TYPE_CHAR);
    try (LongPointer count = new LongPointer(1);
        BytePointer text = new BytePointer(length)) {
      get(attribute, CUDNN_TYPE_CHAR, length, count, text);
      byte[] result = new byte[Math.toIntExact(Math.min(count.get(), length))];
      text.get(result);
      return result;
    }
  }

  private void get(int attribute, int type, long most, LongPointer count, Pointer values) {
    Cudnn.check(
        cudnnBackendGetAttribute(pointer, attribute, type, most, count, values),
        "read attribute " + attribute + " of " + what);
  }

  @Override
  public void close() {
    if (!pointer.isNull()) {
      cudnnBackendDestroyDescriptor(pointer);
      pointer.setNull();
    }
    given.forEach(Pointer::close);
    given.clear();
  }
}
