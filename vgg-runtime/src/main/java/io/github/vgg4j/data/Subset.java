package io.github.vgg4j.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Some images of another data set, in a fixed order. */
final class Subset implements Dataset {

  private final Dataset whole;
  private final int[] chosen;

  private Subset(Dataset whole, int[] chosen) {
    this.whole = whole;
    this.chosen = chosen;
  }

  /** The classes take turns, each with its next image in file order; see {@link Dataset#limit}. */
  static Dataset balanced(Dataset whole, int images) {
    if (images < 1) {
      throw new IllegalArgumentException(
          "A data set cannot be limited to " + images + " images: give at least 1");
    }
    if (images >= whole.size()) {
      return whole;
    }
    int[][] byClass = indicesByClass(whole);
    int[] chosen = new int[images];
    int found = 0;
    for (int turn = 0; found < images; turn++) {
      for (int c = 0; c < byClass.length && found < images; c++) {
        if (turn < byClass[c].length) {
          chosen[found++] = byClass[c][turn];
        }
      }
    }
    Arrays.sort(chosen);
    return new Subset(whole, chosen);
  }

  private static int[][] indicesByClass(Dataset whole) {
    int[] counts = new int[whole.classes()];
    for (int i = 0; i < whole.size(); i++) {
      counts[whole.label(i)]++;
    }
    int[][] byClass = new int[counts.length][];
    for (int c = 0; c < counts.length; c++) {
      byClass[c] = new int[counts[c]];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < whole.size(); i++) {
      int c = whole.label(i);
      byClass[c][counts[c]++] = i;
    }
    return byClass;
  }

  @Override
  public int size() {
    return chosen.length;
  }

  @Override
  public int channels() {
    return whole.channels();
  }

  @Override
  public int height() {
    return whole.height();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public int classes() {
    return whole.classes();
  }

  @Override
  public List<String> labelNames() {
    return whole.labelNames();
  }

  @Override
  public String name() {
    return whole.name() + ", " + chosen.length + " of " + whole.size();
  }

  @Override
  public int label(int i) {
    return whole.label(chosen[i]);
  }

  @Override
  public void copyImage(int i, ByteBuffer target, int offset) {
    whole.copyImage(chosen[i], target, offset);
  }

  @Override
  public String toString() {
    return name();
  }
}
