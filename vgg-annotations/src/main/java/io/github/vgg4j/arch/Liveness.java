package io.github.vgg4j.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Arrays that come and go while a sequence of steps runs, for the most that is alive at once. */
final class Liveness {

  private final List<Array> arrays = new ArrayList<>();
  private int steps;
  private long[] fixedBytes = {};
  private long[] bytesPerImage = {};

  /** An array, alive from the first step that uses it to the last. */
  static final class Array {
    private final String owner;
    private final long fixedBytes;
    private final long bytesPerImage;
    private int first = Integer.MAX_VALUE;
    private int last = -1;

    private Array(String owner, long fixedBytes, long bytesPerImage) {
      this.owner = owner;
      this.fixedBytes = fixedBytes;
      this.bytesPerImage = bytesPerImage;
    }

    /** What it belongs to. */
    String owner() {
      return owner;
    }

    /** Its bytes at a batch size. */
    long bytes(int batch) {
      return MemoryModel.sum(fixedBytes, bytesPerImage, batch);
    }

    private boolean isAlive(int step) {
      return first <= step && step <= last;
    }
  }

  /** A new array that no step uses yet. */
  Array array(String owner, long fixedBytes, long bytesPerImage) {
    Array array = new Array(owner, fixedBytes, bytesPerImage);
    arrays.add(array);
    return array;
  }

  /** The next step, and the arrays that it uses. */
  void step(Array... used) {
    for (Array array : used) {
      array.first = Math.min(array.first, steps);
      array.last = steps;
    }
    steps++;
  }

  /** Bytes of those alive at the step where they need most. */
  long peakBytes(int batch) {
    return bytes(peak(batch), batch);
  }

  /** Those alive at the step where they need most. */
  List<Array> aliveAtPeak(int batch) {
    return alive(peak(batch));
  }

  private int peak(int batch) {
    int peak = 0;
    for (int step = 1; step < steps; step++) {
      peak = bytes(step, batch) > bytes(peak, batch) ? step : peak;
    }
    return peak;
  }

  private long bytes(int step, int batch) {
    if (fixedBytes.length != steps) {
      fixedBytes = total(array -> array.fixedBytes);
      bytesPerImage = total(array -> array.bytesPerImage);
    }
    return MemoryModel.sum(fixedBytes[step], bytesPerImage[step], batch);
  }

  /** For each step, the sum over those alive. */
  private long[] total(ToLongFunction<Array> bytes) {
    return IntStream.range(0, steps)
        .mapToLong(step -> alive(step).stream().mapToLong(bytes).sum())
        .toArray();
  }

  private List<Array> alive(int step) {
    return arrays.stream().filter(array -> array.isAlive(step)).toList();
  }
}
