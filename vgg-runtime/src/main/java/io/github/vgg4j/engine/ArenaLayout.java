package io.github.vgg4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Places arrays in one block of memory, where arrays that are never alive together may overlap. */
public final class ArenaLayout {

  /** Where arrays begin: a cache line, and the widest vector register. */
  public static final long ALIGNMENT = 64;

  /** Gaps of less than this are not worth a search. */
  private static final long LEAST_GAP = 1 << 18;

  private static final int MOST_TRIES = 2000;

  private ArenaLayout() {}

  /**
   * Gives each array the lowest offset at which it meets none that is alive with it, the largest
   * first (greedy by size, as Pisarchyk and Lee 2020, "Efficient memory management for deep neural
   * net inference", section 5.2). Where that leaves gaps at the widest moment, single arrays are
   * moved in the order, as long as it does no harm, until the gaps are gone or patience ends.
   *
   * @return bytes of the block that holds them all
   */
  public static long place(List<? extends Lifetime> arrays) {
    List<Lifetime> order = new ArrayList<>(arrays);
    order.removeIf(array -> !array.isUsed());
    order.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
    Attempt best = new Attempt(order);
    long enough = mostAlive(order) + LEAST_GAP;
    Random random = new Random(order.size());
    for (int i = 0; i < MOST_TRIES && best.end > enough; i++) {
      List<Lifetime> other = new ArrayList<>(order);
      other.add(random.nextInt(order.size()), other.remove(random.nextInt(order.size())));
      Attempt attempt = new Attempt(other);
      if (attempt.end <= best.end) {
        best = attempt;
        order = other;
      }
    }
    best.byOffset.forEach(placed -> placed.array().place(placed.offset()));
    return best.end;
  }

  /** Bytes rounded up, so that what follows is aligned. */
  public static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * No block can be smaller than what is alive at the widest moment, which is some array's first.
   */
  private static long mostAlive(List<Lifetime> arrays) {
    long most = 0;
    for (Lifetime at : arrays) {
      long alive = 0;
      for (Lifetime other : arrays) {
        boolean lives = other.first() <= at.first() && at.first() <= other.last();
        alive += lives ? aligned(other.bytes()) : 0;
      }
      most = Math.max(most, alive);
    }
    return most;
  }

  /** A piece of memory at an offset. */
  private record Placed(Lifetime array, long offset) {
    long end() {
      return aligned(offset + array.bytes());
    }
  }

  /** Places in the order given. */
  private static final class Attempt {
    private final List<Placed> byOffset = new ArrayList<>();
    private long end;

    Attempt(List<Lifetime> order) {
      order.forEach(this::add);
    }

    private void add(Lifetime array) {
      long offset = 0;
      for (Placed other : byOffset) {
        if (other.array().livesWith(array)
            && offset < other.end()
            && other.offset() < offset + array.bytes()) {
          offset = other.end();
        }
      }
      int index = 0;
      while (index < byOffset.size() && byOffset.get(index).offset() <= offset) {
        index++;
      }
      Placed placed = new Placed(array, offset);
      byOffset.add(index, placed);
      end = Math.max(end, placed.end());
    }
  }
}
