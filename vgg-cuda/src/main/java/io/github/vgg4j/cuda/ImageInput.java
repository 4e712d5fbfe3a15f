package io.github.vgg4j.cuda;

import io.github.vgg4j.arch.Shape;
import io.github.vgg4j.cuda.driver.Gpu;
import io.github.vgg4j.cuda.kernel.Argument;
import io.github.vgg4j.cuda.kernel.ImageKernels;
import io.github.vgg4j.cuda.kernel.MapShape;
import io.github.vgg4j.cuda.kernel.NumberType;
import io.github.vgg4j.cuda.kernel.Place;
import io.github.vgg4j.tensor.ImageBatch;
import io.github.vgg4j.tensor.ImageSet;
import io.github.vgg4j.tensor.Normalization;
import java.util.Map;
import java.util.WeakHashMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Brings images to a program: their bytes go up, or their numbers where the device keeps them, and
 * they are changed, resized and normalised there.
 */
final class ImageInput implements AutoCloseable {

  private final Gpu gpu;
  private final Blocks blocks;
  private final int batchSize;
  private final ImageSource.Target target;
  private final KeptImages kept;
  private @Nullable Block room;
  private @Nullable ImageSource arriving;
  private final Map<ImageBatch, Arrival> arrivals = new WeakHashMap<>();

  /** A batch's bytes and where they go, made once for the few batches that take turns. */
  private record Arrival(BytePointer pixels, Place place) {}

  /**
   * For a network's images.
   *
   * @param batchSize most images in a batch
   * @throws IllegalArgumentException if the normalization is for another number of channels
   */
  ImageInput(
      Gpu gpu,
      Blocks blocks,
      Shape input,
      NumberType type,
      int batchSize,
      Normalization normalization) {
    this.gpu = gpu;
    this.blocks = blocks;
    this.batchSize = batchSize;
    MapShape image = new MapShape(1, input.height(), input.width(), input.channels());
    this.target =
        new ImageSource.Target(image, type, normalization(gpu, blocks, input, normalization));
    this.kept = new KeptImages(gpu, blocks, batchSize, target);
  }

  /**
   * Takes images to the device, if there is room.
   *
   * @return whether batches may have numbers of these images
   */
  boolean keep(ImageSet images) {
    checkChannels(images.channels());
    return kept.keep(images);
  }

  /** Fills a program's input with the images of a batch. */
  void load(ImageBatch batch, Program program) {
    checkChannels(batch.channels());
    if (batch.source() != null) {
      kept.source(batch).prepare(program);
      return;
    }
    ImageSource source = source(batch);
    long bytes = (long) batch.count() * batch.imageBytes();
    Arrival arrival = arrivals.get(batch);
    if (arrival == null || arrival.place().bytes() != bytes) {
      arrival = new Arrival(new BytePointer(batch.pixels()), room.part(0, bytes));
      arrivals.put(batch, arrival);
    }
    gpu.writeAhead(arrival.place(), arrival.pixels());
    source.prepare(program);
  }

  @Override
  public void close() {
    kept.close();
  }

  /** Memory for a batch of bytes, laid out for images of its size. */
  private ImageSource source(ImageBatch batch) {
    if (arriving != null && arriving.holds(batch.height(), batch.width())) {
      return arriving;
    }
    arrivals.clear();
    long bytes = (long) batchSize * batch.imageBytes();
    if (room != null && room.bytes() < bytes) {
      blocks.giveBack(room);
      room = null;
    }
    if (room == null) {
      room = blocks.take(bytes);
    }
    arriving =
        new ImageSource(
            gpu,
            new ImageSource.Layout(
                room, batch.height(), batch.width(), Argument.NOWHERE, Argument.NOWHERE),
            target);
    return arriving;
  }

  private void checkChannels(int channels) {
    int wanted = target.image().channels();
    if (channels != wanted) {
      throw new IllegalArgumentException(
          "The images have " + channels + " channels, but the network takes " + wanted);
    }
  }

  private static Block normalization(
      Gpu gpu, Blocks blocks, Shape input, Normalization normalization) {
    float[] values = ImageKernels.normalization(normalization, input.channels());
    Block block = blocks.take((long) values.length * Float.BYTES);
    try (FloatPointer numbers = new FloatPointer(values)) {
      gpu.write(block, numbers);
    }
    return block;
  }
}
