package io.github.vgg4j.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Places arrays in one block of memory, where arrays that are never alive together may overlap. */
final class ArenaLayout {

  /** Where arrays begin: a cache line, and the widest vector register. */
  static final long ALIGNMENT = 64;

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
  static long place(List<Storage> storages) {
    List<Storage> order = new ArrayList<>(storages);
    order.removeIf(storage -> !storage.isUsed());
    order.sort((a, b) -> Long.compare(b.bytes(), a.bytes()));
    Attempt best = new Attempt(order);
    long enough = mostAlive(order) + LEAST_GAP;
    Random random = new Random(order.size());
    for (int i = 0; i < MOST_TRIES && best.end > enough; i++) {
      List<Storage> other = new ArrayList<>(order);
      other.add(random.nextInt(order.size()), other.remove(random.nextInt(order.size())));
      Attempt attempt = new Attempt(other);
      if (attempt.end <= best.end) {
        best = attempt;
        order = other;
      }
    }
    best.byOffset.forEach(placed -> placed.storage().place(placed.offset()));
    return best.end;
  }

  /** Bytes rounded up, so that what follows is aligned. */
  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * No block can be smaller than what is alive at the widest moment, which is some array's first.
   */
  private static long mostAlive(List<Storage> storages) {
    long most = 0;
    for (Storage at : storages) {
      long alive = 0;
      for (Storage other : storages) {
        boolean lives = other.first() <= at.first() && at.first() <= other.last();
        alive += lives ? aligned(other.bytes()) : 0;
      }
      most = Math.max(most, alive);
    }
    return most;
  }

  /** A piece of memory at an offset. */
  private record Placed(Storage storage, long offset) {
    long end() {
      return aligned(offset + storage.bytes());
    }
  }

  /** Places in the order given. */
  private static final class Attempt {
    private final List<Placed> byOffset = new ArrayList<>();
    private long end;

    Attempt(List<Storage> order) {
      order.forEach(this::add);
    }

    private void add(Storage storage) {
      long offset = 0;
      for (Placed other : byOffset) {
        if (other.storage().livesWith(storage)
            && offset < other.end()
            && other.offset() < offset + storage.bytes()) {
          offset = other.end();
        }
      }
      int index = 0;
      while (index < byOffset.size() && byOffset.get(index).offset() <= offset) {
        index++;
      }
      Placed placed = new Placed(storage, offset);
      byOffset.add(index, placed);
      end = Math.max(end, placed.end());
    }
  }
}
