package io.github.vgg4j.data;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Images in one array; what the readers of small data sets return. */
final class MemoryDataset implements Dataset {

  private final String name;
  private final int channels;
  private final int height;
  private final int width;
  private final List<String> labelNames;
  private final byte[] pixels;
  private final int[] labels;

  MemoryDataset(
      String name,
      int channels,
      int height,
      int width,
      List<String> labelNames,
      byte[] pixels,
      int[] labels) {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Images must be at least 1x1x1, but are " + channels + "x" + height + "x" + width);
    }
    long bytes = (long) labels.length * channels * height * width;
    if (bytes != pixels.length) {
      throw new IllegalArgumentException(
          labels.length
              + " labels go with "
              + bytes
              + " bytes of "
              + channels
              + "x"
              + height
              + "x"
              + width
              + " images, but there are "
              + pixels.length);
    }
    this.name = name;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.labelNames = List.copyOf(labelNames);
    this.pixels = pixels;
    this.labels = labels;
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= this.labelNames.size()) {
        throw new IllegalArgumentException(
            "Image "
                + i
                + " has label "
                + labels[i]
                + ", but there are "
                + this.labelNames.size()
                + " classes");
      }
    }
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int channels() {
    return channels;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int classes() {
    return labelNames.size();
  }

  @Override
  public List<String> labelNames() {
    return labelNames;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int label(int i) {
    return labels[i];
  }

  @Override
  public void copyImage(int i, ByteBuffer target, int offset) {
    Objects.checkIndex(i, labels.length);
    int bytes = imageBytes();
    target.put(offset, pixels, i * bytes, bytes);
  }

  @Override
  public String toString() {
    return name + " (" + size() + " images of " + channels + "x" + height + "x" + width + ")";
  }
}
