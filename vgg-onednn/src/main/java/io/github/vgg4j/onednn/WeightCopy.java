package io.github.vgg4j.onednn;

import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A parameter a second time, in another layout or format or folded; made again when it is stale.
 */
final class WeightCopy {

  private final Weight weight;
  private final Layout layout;
  private final @Nullable Folding folding;
  private final Arena memory;
  private final Runnable refresh;
  private long version = -1;

  WeightCopy(
      Weight weight, Layout layout, @Nullable Folding folding, Arena memory, Runnable refresh) {
    this.weight = weight;
    this.layout = layout;
    this.folding = folding;
    this.memory = memory;
    this.refresh = refresh;
  }

  boolean is(Weight otherWeight, Layout otherLayout, @Nullable Folding otherFolding) {
    return weight == otherWeight && folding == otherFolding && layout.sameAs(otherLayout);
  }

  Pointer address() {
    return memory.start();
  }

  /** Makes it again unless it is of this version of the weights. */
  void freshen(long wanted) {
    if (version != wanted) {
      refresh.run();
      version = wanted;
    }
  }
}
