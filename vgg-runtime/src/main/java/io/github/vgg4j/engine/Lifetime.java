package io.github.vgg4j.engine;

/**
 * An array of a session as its steps are written down: its size, the first and the last step that
 * use it, and its place in the one block that holds them all.
 */
public class Lifetime {

  private final long bytes;
  private int first = Integer.MAX_VALUE;
  private int last = -1;
  private long offset = -1;

  /** An array that no step uses yet. */
  public Lifetime(long bytes) {
    this.bytes = bytes;
  }

  /** Its size. */
  public final long bytes() {
    return bytes;
  }

  /** Says that a step uses it. */
  public final void usedAt(int step) {
    first = Math.min(first, step);
    last = Math.max(last, step);
  }

  /** The first step that uses it. */
  public final int first() {
    return first;
  }

  /** The last step that uses it; -1 where none does. */
  public final int last() {
    return last;
  }

  /** Whether a step uses it. */
  public final boolean isUsed() {
    return last >= 0;
  }

  /** Whether a step needs both, which therefore must not overlap. */
  public final boolean livesWith(Lifetime other) {
    return first <= other.last && other.first <= last;
  }

  /** Bytes from the block's start. */
  public final long offset() {
    return offset;
  }

  /** Says where it lies. */
  public final void place(long newOffset) {
    offset = newOffset;
  }
}
