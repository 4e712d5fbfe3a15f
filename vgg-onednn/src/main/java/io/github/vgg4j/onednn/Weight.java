package io.github.vgg4j.onednn;

import io.github.vgg4j.arch.Parameter;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * One parameter in the session: its layout here, which the first program decides, its layout in
 * files, and where its value, gradient and optimizer slots lie.
 */
final class Weight {

  /** Where an update puts its gradient. */
  enum Gradient {
    /** In an array, which an update pass reads. */
    STORED,
    /** Nowhere: the product that makes it adds it to the weights. */
    FOLDED
  }

  private final Natives natives;
  private final Parameter parameter;
  private Layout file;
  private final List<BytePointer> slots = new ArrayList<>();
  private @Nullable Layout master;
  private @Nullable Layout masterForFile;
  private @Nullable FeatureOrder featureOrder;
  private Gradient gradientKind = Gradient.STORED;
  private @Nullable BytePointer value;
  private @Nullable BytePointer gradient;

  /**
   * A parameter whose layout is not decided yet.
   *
   * @param natives live as long as this
   */
  Weight(Natives natives, Parameter parameter) {
    this.natives = natives;
    this.parameter = parameter;
    long[] dims = parameter.shape().stream().mapToLong(Integer::longValue).toArray();
    this.file = Layout.plain(natives, NumberType.F32, dims);
  }

  Parameter parameter() {
    return parameter;
  }

  /** Plain, as files and tensors hold it, with the dimensions of {@link #masterForFile}. */
  Layout file() {
    return file;
  }

  /** Its layout here, once proposed. */
  @Nullable Layout master() {
    return master;
  }

  Layout placedMaster() {
    if (master == null) {
      throw new IllegalStateException(parameter.name() + " has no layout yet");
    }
    return master;
  }

  /** The same memory as {@link #placedMaster}, as it is reordered to and from files. */
  Layout masterForFile() {
    return masterForFile == null ? placedMaster() : masterForFile;
  }

  /**
   * Sets the layout, unless one is set already.
   *
   * @param layout as kernels read it
   * @param forFile the same memory, where a row of weights must be seen as a feature map to be
   *     reordered
   */
  void propose(Layout layout, Layout forFile) {
    if (master == null) {
      master = layout.ownedBy(natives);
      masterForFile = forFile.ownedBy(natives);
      file = Layout.plain(natives, NumberType.F32, forFile.dims());
    }
  }

  /** The order of its rows' numbers; the first to ask decides. */
  FeatureOrder featureOrder(Supplier<FeatureOrder> first) {
    if (featureOrder == null) {
      featureOrder = first.get();
    }
    return featureOrder;
  }

  void fold() {
    gradientKind = Gradient.FOLDED;
  }

  Gradient gradientKind() {
    return gradientKind;
  }

  void place(BytePointer newValue, @Nullable BytePointer newGradient) {
    value = newValue;
    gradient = newGradient;
  }

  void placeSlot(BytePointer slot) {
    slots.add(slot);
  }

  boolean isPlaced() {
    return value != null;
  }

  BytePointer value() {
    return placed(value, "value");
  }

  BytePointer gradient() {
    return placed(gradient, "gradient");
  }

  BytePointer slot(int index) {
    if (index >= slots.size()) {
      throw new IllegalArgumentException(
          "This session holds no slot " + index + " of " + parameter.name());
    }
    return slots.get(index);
  }

  /** The value as floats: for vectors, whose layout is plain. */
  FloatBuffer floats() {
    return new FloatPointer((Pointer) value()).capacity(parameter.elements()).asBuffer();
  }

  private BytePointer placed(@Nullable BytePointer pointer, String what) {
    if (pointer == null) {
      throw new IllegalStateException(parameter.name() + " has no " + what + " here");
    }
    return pointer;
  }
}
