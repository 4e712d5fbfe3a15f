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
  private boolean kept;

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

  /** Says that whoever updates the parameter writes the copy as well. */
  void keep() {
    kept = true;
  }

  /**
   * Makes it again where the parameter changed.
   *
   * @param written counts the changes from outside
   * @param changed counts all changes of what is trained
   * @param moved counts these and the changes of running statistics
   */
  void freshen(long written, long changed, long moved) {
    long wanted = folding != null ? moved : kept ? written : changed;
    if (version != wanted) {
      refresh.run();
      version = wanted;
    }
  }
}
