package io.github.vgg4j.onednn;

import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A parameter, or its gradient, as a kernel wants it. Where the kernel wants another layout than
 * the one the parameter is kept in, it reads a copy.
 */
final class WeightOperand implements Operand {

  /** Which array of a parameter. */
  enum Kind {
    VALUE,
    GRADIENT
  }

  private final WeightStore store;
  private final Weight weight;
  private final Layout layout;
  private final Kind kind;
  private final @Nullable Folding folding;
  private @Nullable WeightCopy copy;
  private boolean kept;

  WeightOperand(
      WeightStore store, Weight weight, Layout layout, Kind kind, @Nullable Folding folding) {
    this.store = store;
    this.weight = weight;
    this.layout = layout;
    this.kind = kind;
    this.folding = folding;
  }

  /** The same memory, read in another way. */
  WeightOperand as(Layout other) {
    return new WeightOperand(store, weight, other, kind, folding);
  }

  /** Says that programs that change the parameter change its copy as well. */
  void keepsFresh() {
    kept = true;
  }

  @Override
  public Layout layout() {
    return layout;
  }

  @Override
  public Pointer address() {
    WeightCopy other = copy();
    if (other != null) {
      return other.address();
    }
    return kind == Kind.GRADIENT ? weight.gradient() : weight.value();
  }

  /** The copy that it reads, if it does not read the parameter itself. */
  @Override
  public @Nullable WeightCopy copy() {
    if (copy == null && kind == Kind.VALUE) {
      if (folding != null || !layout.sameAs(weight.placedMaster())) {
        copy = store.copy(weight, layout, folding);
        if (kept) {
          copy.keep();
        }
      }
    }
    return copy;
  }
}
